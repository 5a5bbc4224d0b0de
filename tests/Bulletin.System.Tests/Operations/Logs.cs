using System.Text.Json;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Operations;

/// <summary>Logs are for operators: they name what happened by ids, and never hold what people wrote or how they sign in.</summary>
public sealed class Logs(Shared shared) : SystemTest(shared)
{
    private const string Written = "a-text-that-only-its-readers-know";

    [Theory]
    [InlineData("Debug")]
    [InlineData("Trace")]
    public async Task However_much_is_logged_no_text_and_no_secret_is(string level)
    {
        // Every category that appsettings.json quietens, made as loud as the rest.
        string[] categories = ["Default", "Microsoft.AspNetCore", "Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", "Microsoft.AspNetCore.Hosting.Diagnostics", "Orleans", "Microsoft.Orleans", "Npgsql", "Polly"];
        var both = Own(await GatewayAndSilo.Started(await (await Postgres).NewDatabase(), [("Logging:Requests", "true"), .. categories.Select(category => ($"Logging:LogLevel:{category}", level))]));
        var gateway = both.Gateway;
        var person = await Somebody(gateway);
        var topic = await person.NewTopic();
        var posted = await person.Post(topic, Written);
        await person.Edit(topic, posted.Seq, Written + " edited");
        var hub = await Hub(person);
        await hub.Join(topic);
        await (await Hub(person, HubProtocol.MessagePack)).Post(topic, Written);
        await hub.Message(topic, 2);
        await person.TryPost(topic, Written + new string('x', 5_000));
        (await person.Api.Post("auth/login", new { username = person.Username, password = Person.Password + " not" })).IsProblem(System.Net.HttpStatusCode.Unauthorized, "invalid_credentials");
        (await person.Api.Post("auth/refresh", new { refreshToken = person.RefreshToken })).Is(System.Net.HttpStatusCode.OK);

        var made = (await person.Api.Post($"topics/{await person.NewPrivateTopic()}/invitations", new { })).Is(System.Net.HttpStatusCode.Created).Json;
        var invitation = made.GetProperty("token").GetString()!;
        (await person.Api.Get($"invitations/{invitation}")).Is(System.Net.HttpStatusCode.OK);
        (await person.Api.Post($"invitations/{invitation}")).Is(System.Net.HttpStatusCode.OK);

        Assert.Equal(0, await gateway.Terminate());
        Assert.Equal(0, await both.Silo.Terminate());

        var log = gateway.Log.Tail(int.MaxValue) + both.Silo.Log.Tail(int.MaxValue);
        // It is as loud as asked: otherwise what is not in it would show nothing.
        Assert.Contains("Z debug Microsoft.AspNetCore", log, StringComparison.Ordinal);
        foreach (var secret in new[] { Written, person.Token, person.RefreshToken, Person.Password, invitation })
            Assert.False(log.Contains(secret, StringComparison.Ordinal),
                $"'{secret}' is logged:\n{string.Join('\n', log.Split('\n').Where(line => line.Contains(secret, StringComparison.Ordinal)).Take(5))}");
    }

    [Fact]
    public async Task As_json_each_line_is_an_event_that_names_its_parts()
    {
        var both = Own(await GatewayAndSilo.Started(await (await Postgres).NewDatabase(),
            ("Logging:Console:FormatterName", "json"), ("Logging:LogLevel:Microsoft.Hosting.Lifetime", "Information")));
        Assert.Equal(0, await both.Gateway.Terminate());
        Assert.Equal(0, await both.Silo.Terminate());

        foreach (var log in new[] { both.Gateway.Log, both.Silo.Log })
            Assert.Contains(EventsIn(log), happened => happened.Text("Message")!.Contains("is ready", StringComparison.Ordinal));
        Assert.Contains(EventsIn(both.Silo.Log), happened => happened.Text("Message")!.Contains("There is no admin yet", StringComparison.Ordinal));
    }

    [Theory, InlineData("Silo"), InlineData("Gateway")]
    public async Task As_json_a_failed_start_is_an_event_too(string role)
    {
        using TempFolder folder = new();
        using var process = ChildProcess.Start("dotnet", [Built.Server, $"--Cluster:Role={role}", "--Logging:Console:FormatterName=json"], folder.Path);

        Assert.Equal(1, await process.Exit(Eventually.Patience));

        Assert.Contains(EventsIn(process.Log), happened => happened.Text("LogLevel") == "Critical" && happened.Text("Message")!.StartsWith("Bulletin can't start: Cluster:Role", StringComparison.Ordinal));
    }

    private static JsonElement[] EventsIn(ProcessLog log)
    {
        JsonElement[] events = [.. log.Tail().Split('\n').Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
        Assert.NotEmpty(events);
        foreach (var happened in events)
        {
            Assert.EndsWith("Z", happened.Text("Timestamp")!, StringComparison.Ordinal);
            foreach (var part in new[] { "LogLevel", "Category", "Message" }) Assert.False(string.IsNullOrEmpty(happened.Text(part)), part);
        }
        return events;
    }

    [Fact]
    public async Task Requests_are_logged_by_their_routes_if_asked_for()
    {
        var server = await OwnServer(("Logging:Requests", "true"));
        var person = await Somebody(server);
        var topic = await person.NewPrivateTopic();
        var invitation = (await person.Api.Post($"topics/{topic}/invitations", new { })).Is(System.Net.HttpStatusCode.Created).Json.GetProperty("token").GetString()!;
        (await person.Api.Get($"invitations/{invitation}")).Is(System.Net.HttpStatusCode.OK);
        (await person.Api.Get("search?query=something-secret")).Is(System.Net.HttpStatusCode.OK);
        (await person.Api.Get($"nowhere/{invitation}")).Is(System.Net.HttpStatusCode.NotFound);
        await (await Hub(person)).Join(topic);

        Assert.Equal(0, await server.Terminate());

        var log = server.Log.Tail(int.MaxValue);
        foreach (var line in new[] { "POST /api/v1/users 201 in ", "GET /api/v1/invitations/{token} 200 in ", "GET (no route) 404 in ", "GET /hubs/bulletin 101 in " })
            Assert.Contains($" info Requests: {line}", log, StringComparison.Ordinal);
        foreach (var secret in new[] { invitation, "something-secret", person.Token })
            Assert.DoesNotContain(secret, log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_are_not_logged_otherwise()
    {
        var server = await OwnServer();
        await Somebody(server);

        Assert.Equal(0, await server.Terminate());

        Assert.DoesNotContain(" Requests: ", server.Log.Tail(int.MaxValue), StringComparison.Ordinal);
    }
}
