using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.RegularExpressions;
using Bulletin.Clients;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Operations;

/// <summary>Who finds no room is told so, whatever it wanted, and operators see it.</summary>
public sealed partial class ConnectionsAtTheLimit(Shared shared) : SystemTest(shared)
{
    private const int Most = 3;
    private const string Code = "too_many_connections";
    private const string Refused = "bulletin_connections_refused_total";

    [Fact]
    public async Task A_request_over_the_limit_is_refused_with_a_reason_and_its_connection_closed()
    {
        var (server, _) = await FullServer();

        var answer = await AllThatIsAnswered(server.Url, "GET /api/v1/topics HTTP/1.1\r\nHost: bulletin\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 503 ", answer, StringComparison.Ordinal);
        foreach (var part in new[] { "Connection: close\r\n", "Retry-After: 5\r\n", "Content-Type: application/problem+json", $"\"code\":\"{Code}\"" })
            Assert.Contains(part, answer, StringComparison.Ordinal);
    }

    [Theory, InlineData("/hubs/bulletin/negotiate?negotiateVersion=1"), InlineData("/api/v1/auth/login")]
    public async Task Whatever_is_posted_over_the_limit_is_refused_as_well(string path)
    {
        var (server, _) = await FullServer();
        using var client = server.Client();

        (await client.PostRaw(path, new string('x', 60_000))).IsProblem(HttpStatusCode.ServiceUnavailable, Code);
    }

    [Fact]
    public async Task A_web_socket_over_the_limit_is_refused_before_it_is_one()
    {
        var (server, _) = await FullServer();
        using ClientWebSocket socket = new();
        socket.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(WebSocketConnection.Address(server.Url, "token"), Cancelled));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, socket.HttpStatusCode);
        Assert.Equal(["5"], socket.HttpResponseHeaders!["Retry-After"]);
        Assert.DoesNotContain("Upgrade", socket.HttpResponseHeaders.Keys);
    }

    [Fact]
    public async Task Web_sockets_count_as_the_connections_they_are()
    {
        var server = await OwnServer(("Http:MaxConnections", "2"), ("Http:MaxConnectionsPerAddress", "100"));
        string token;
        using (var person = await Person.SignedUp(server.Url)) token = person.Token;
        using var held = await HeldConnections.Of(server.Url, 1);
        using var hub = await Eventually.Get(() => TryOpen(server, token), opened => opened is not null, "the hub has room");
        using var client = server.Client();

        (await client.Get("/health/live")).IsProblem(HttpStatusCode.ServiceUnavailable, Code);
    }

    [Fact]
    public async Task When_a_client_has_left_another_is_served()
    {
        var (server, held) = await FullServer();
        using var client = server.Client();
        (await client.Get("/health/live")).IsProblem(HttpStatusCode.ServiceUnavailable, Code);

        held.LeaveOne();

        await Eventually.Get(() => client.Get("/health/live"), answer => answer.Status == HttpStatusCode.OK, "there is room again");
    }

    [Fact]
    public async Task An_address_over_its_share_is_told_that_it_is_its_own()
    {
        var (server, _) = await ServerFullOfOneAddress();
        using var client = server.Client();

        var answer = (await client.Get("/api/v1/site")).IsProblem(HttpStatusCode.TooManyRequests, "rate_limited");

        Assert.Equal("connections", answer.Json.Text("limit"));
        Assert.Equal("5", answer.Header("Retry-After"));
        Assert.Equal("close", answer.Header("Connection"));
    }

    [Theory, InlineData("server"), InlineData("address")]
    public async Task Operators_see_that_connections_are_refused_and_why(string reason)
    {
        var (server, _) = await (reason == "server" ? FullServer() : ServerFullOfOneAddress());
        using var client = server.Client();
        var before = await Metrics.Of(server.MetricsUrl);

        for (var i = 0; i < 3; i++) await client.Get("/health/live");

        // What is served may be a third of a second old.
        var after = await Eventually.Get(() => Metrics.Of(server.MetricsUrl), metrics => metrics.Since(before, Refused, $"reason=\"{reason}\"") >= 3, "the refused are counted");
        Assert.Equal(after[Refused], after[Refused, $"reason=\"{reason}\""]);
        await Eventually.That(() => Warning().IsMatch(server.Log.Tail()), "there is a warning");
    }

    [Fact]
    public async Task Pages_of_other_origins_may_read_why_they_are_refused()
    {
        const string Origin = "https://chat.example.org";
        var (server, _) = await FullServer(("Cors:Origins:0", Origin));
        using var client = server.Client();

        var answer = (await client.Send(HttpMethod.Get, "/api/v1/site", content: null, ("Origin", Origin))).IsProblem(HttpStatusCode.ServiceUnavailable, Code);

        Assert.Equal(Origin, answer.Header("Access-Control-Allow-Origin"));
    }

    private Task<(BulletinServer Server, HeldConnections Held)> FullServer(params (string, string)[] settings) =>
        Full([("Http:MaxConnections", $"{Most}"), ("Http:MaxConnectionsPerAddress", "100"), .. settings]);

    private Task<(BulletinServer Server, HeldConnections Held)> ServerFullOfOneAddress() =>
        Full(("Http:MaxConnections", "100"), ("Http:MaxConnectionsPerAddress", $"{Most}"));

    private async Task<(BulletinServer Server, HeldConnections Held)> Full(params (string, string)[] settings)
    {
        var server = await OwnServer(settings);
        return (server, Own(await HeldConnections.Of(server.Url, Most)));
    }

    /// <summary>Ends only when the server closes the connection, since the client does not ask for it.</summary>
    private static async Task<string> AllThatIsAnswered(Uri server, string request)
    {
        using TcpClient client = new();
        await client.ConnectAsync(server.Host, server.Port, Cancelled);
        await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(request), Cancelled);
        using StreamReader answer = new(client.GetStream());
        return await answer.ReadToEndAsync(Cancelled);
    }

    private static async Task<WebSocketConnection?> TryOpen(BulletinServer server, string token)
    {
        try
        {
            return await WebSocketConnection.Open(server.Url, token, Cancelled);
        }
        catch (WebSocketException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"warn ConnectionLimit: .* 3 connections, .*; more are refused")]
    private static partial Regex Warning();
}
