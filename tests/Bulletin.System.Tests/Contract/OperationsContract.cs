using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Contract;

public sealed class OperationsContract(Shared shared) : SystemTest(shared)
{
    [Fact]
    public async Task A_running_server_is_live_and_ready()
    {
        using var nobody = (await One()).Client();

        (await nobody.Get("/health/live")).Is(HttpStatusCode.OK);
        (await nobody.Get("/health/ready")).Is(HttpStatusCode.OK);
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
