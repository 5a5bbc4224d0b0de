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
        var both = Own(await GatewayAndSilo.Started(await (await Postgres).NewDatabase(), [.. categories.Select(category => ($"Logging:LogLevel:{category}", level))]));
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
        {
            var events = log.Tail().Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToArray();
            Assert.NotEmpty(events);
            foreach (var happened in events)
            {
                Assert.EndsWith("Z", happened.Text("Timestamp")!, StringComparison.Ordinal);
                foreach (var part in new[] { "LogLevel", "Category", "Message" }) Assert.False(string.IsNullOrEmpty(happened.Text(part)), part);
            }
        }
    }
}
