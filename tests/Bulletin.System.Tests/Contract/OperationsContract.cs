using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Contract;

public sealed class OperationsContract(Shared shared) : SystemTest(shared)
{
    [Fact]
    public async Task A_running_server_is_live_and_ready_and_has_its_storage()
    {
        using var nobody = (await One()).Client();

        (await nobody.Get("/health/live")).Is(HttpStatusCode.OK);
        (await nobody.Get("/health/ready")).Is(HttpStatusCode.OK);
        (await nobody.Get("/health/storage")).Is(HttpStatusCode.OK);
    }

    [Theory, InlineData("/health/live"), InlineData("/health/ready"), InlineData("/health/storage"), InlineData("/openapi/v1.json"), InlineData("/docs/")]
    public async Task What_uptime_checkers_ask_for_is_answered_without_its_body_too(string path)
    {
        var server = await One();
        var answer = await RawHttp.Send(server.Url, [$"HEAD {path} HTTP/1.1"], "");

        Assert.StartsWith("HTTP/1.1 200 ", answer.Answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_api_describes_itself()
    {
        using var nobody = (await One()).Client();

        var document = (await nobody.Get("/openapi/v1.json")).Is(HttpStatusCode.OK).Json;

        Assert.StartsWith("3.", document.Text("openapi"), StringComparison.Ordinal);
        foreach (var path in new[] { "/api/v1/users", "/api/v1/auth/login", "/api/v1/topics/{topicId}/messages", "/api/v1/topics/{topicId}/changes" })
            Assert.True(document.GetProperty("paths").TryGetProperty(path, out _), path);
        Assert.Contains("<html", (await nobody.Get("/docs/")).Body + (await nobody.Get("/docs")).Body, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Every_operation_says_what_it_does_what_it_takes_and_how_it_refuses()
    {
        using var nobody = (await One()).Client();
        string[] open = ["GET /api/v1/site", "POST /api/v1/users", "POST /api/v1/password-resets", "POST /api/v1/auth/login", "POST /api/v1/auth/refresh", "GET /health/live", "GET /health/ready", "GET /health/storage", "GET /.well-known/jwks.json"];

        var document = (await nobody.Get("/openapi/v1.json")).Is(HttpStatusCode.OK).Json;

        Assert.StartsWith("3.1", document.Text("openapi"), StringComparison.Ordinal);
        Assert.True(document.GetProperty("security")[0].TryGetProperty("Bearer", out _));
        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(o => (Name: $"{o.Name.ToUpperInvariant()} {path.Name}", Of: o.Value))).ToArray();
        Assert.InRange(operations.Length, 23, int.MaxValue);
        Assert.Equal(operations.Length, operations.Select(o => o.Of.Text("operationId")).Distinct().Count());
        foreach (var (name, operation) in operations)
        {
            Assert.False(string.IsNullOrWhiteSpace(operation.Text("summary")), name);
            var statuses = operation.GetProperty("responses").EnumerateObject().ToDictionary(r => r.Name, r => r.Value);
            Assert.Contains(statuses.Keys, status => status.StartsWith('2'));
            if (name.Contains("/api/", StringComparison.Ordinal)) Assert.Contains("503", statuses.Keys);
            if (operation.TryGetProperty("requestBody", out _)) Assert.Subset(statuses.Keys.ToHashSet(), new HashSet<string> { "400", "413", "415" });
            // What says nothing of it needs what the whole document does.
            Assert.Equal(open.Contains(name), operation.TryGetProperty("security", out var needed) && needed.GetArrayLength() == 0);
            if (!open.Contains(name)) Assert.Contains("401", statuses.Keys);
            foreach (var (status, response) in statuses)
            {
                Assert.False(string.IsNullOrWhiteSpace(response.Text("description")), $"{name} {status}");
                if (status[0] >= '4')
                    Assert.True(response.GetProperty("content").TryGetProperty("application/problem+json", out _), $"{name} {status}");
                if (status == "429") Assert.True(response.GetProperty("headers").TryGetProperty("Retry-After", out _), name);
            }
        }
    }

    [Theory]
    [InlineData("Cluster:Role", "Silo", "Cluster:Role must be")]
    [InlineData("Metrics:Port", "x", "Metrics:Port must be")]
    [InlineData("Limits:Posting:Burst", "0", "Limits: PerSecond must be")]
    [InlineData("Limits:Posting:Burst", "many", "Limits:Posting:Burst")]
    [InlineData("Auth:AccessTokenLifetime", "10:00:00", "Auth:AccessTokenLifetime must be")]
    [InlineData("Auth:SigningKeys:0", "no key", "signing key")]
    [InlineData("Auth:SigningKeyFiles:0", "/no/such/file.pem", "/no/such/file.pem")]
    [InlineData("Auth:SigningKeyFiles:0", "", "Auth:SigningKeyFiles")]
    [InlineData("Accounts:PasswordIterations", "1", "PasswordIterations")]
    [InlineData("ForwardedHeaders:KnownProxies:0", "proxy.local", "ForwardedHeaders:KnownProxies")]
    [InlineData("ForwardedHeaders:Limit", "0", "ForwardedHeaders:Limit must be")]
    [InlineData("Http:KeepAliveSeconds", "0", "Http:KeepAliveSeconds must be")]
    [InlineData("ConnectionStrings:Postgres", "nonsense", "ConnectionStrings:Postgres")]
    [InlineData("ConnectionStrings:Postgres", "", "ConnectionStrings:Postgres is set but empty")]
    [InlineData("ConnectionStrings:Postgres", " ", "ConnectionStrings:Postgres is set but empty")]
    [InlineData("urls", "nonsense", "can't listen on 'nonsense'")]
    [InlineData("Storage:MinFreeBytes", "-1", "Storage:MinFreeBytes must be")]
    [InlineData("Storage:MinFreeBytes", "256 MB", "Storage:MinFreeBytes must be")]
    [InlineData("Data", "/proc/no-folder", "The data folder '/proc/no-folder'")]
    public Task A_setting_that_makes_no_sense_is_named_in_one_line(string key, string value, string said) => EndsAtOnce(said, (key, value));

    [Fact]
    public Task A_gateway_without_a_signing_key_makes_none_of_its_own() => EndsAtOnce(
        "requires a signing key", ("Cluster:Role", "Gateway"), ("ConnectionStrings:Postgres", "Host=127.0.0.1"));

    private async Task EndsAtOnce(string said, params (string Key, string Value)[] settings)
    {
        var server = Own(new BulletinServer(settings.ToDictionary(s => s.Key, s => s.Value)));

        await Assert.ThrowsAsync<InvalidOperationException>(server.Start);

        Assert.Equal(1, await server.Process.Exit(Eventually.Patience));
        var line = Assert.Single(server.Log.Tail().Split('\n'), line => line.Contains("can't start", StringComparison.Ordinal));
        Assert.Contains(said, line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", server.Log.Tail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_are_told_on_a_port_of_their_own()
    {
        var server = await One();
        using var metrics = new ApiClient(server.MetricsUrl);
        using var nobody = server.Client();

        Assert.Contains("# TYPE", (await metrics.Get("/metrics")).Is(HttpStatusCode.OK).Body, StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.OK, (await nobody.Get("/metrics")).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await metrics.Get("/api/v1/topics")).Status);
    }

    [Fact]
    public async Task No_secret_is_logged()
    {
        var server = await OwnServer();
        using var person = await Somebody(server);
        var topic = await person.NewTopic();
        await person.Post(topic, "A private-looking text");
        await using var hub = await HubClient.Of(person);
        await hub.Join(topic);
        (await person.Api.Post("auth/refresh", new { refreshToken = person.RefreshToken })).Is(HttpStatusCode.OK);

        Assert.Equal(0, await server.Terminate());

        var log = server.Log.Tail(int.MaxValue);
        Assert.NotEmpty(log);
        foreach (var secret in new[] { person.Token, person.RefreshToken, Person.Password, "A private-looking text" })
            Assert.DoesNotContain(secret, log, StringComparison.Ordinal);
    }
}
