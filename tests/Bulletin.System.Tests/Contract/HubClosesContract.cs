using System.Text;
using System.Text.Json;
using Bulletin.SystemTests.Harness;
using Bulletin.SystemTests.Operations;

namespace Bulletin.SystemTests.Contract;

/// <summary>What the hub says when it closes a connection, as docs/hub.md lists it.</summary>
public sealed class HubClosesContract(Shared shared) : SystemTest(shared)
{
    [Theory]
    [InlineData("validation_failed", "json", "junk\u001e")]
    [InlineData("validation_failed", "json", "[1,2,3]\u001e")]
    [InlineData("validation_failed", "messagepack", "\u0002\u00c1\u00c1")]
    [InlineData("payload_too_large", "json", "")]
    public async Task A_message_that_is_none_closes_the_connection_with_a_code(string code, string protocol, string sent)
    {
        var server = await One();
        using var connection = await Open(await Somebody(), protocol);
        var before = await Metrics.Of(server.MetricsUrl);

        if (sent.Length == 0) sent = $"{{\"type\":1,\"target\":\"PostMessage\",\"arguments\":[\"{new string('x', 70_000)}\"]}}\u001e";
        await connection.Send(protocol == "json" ? Encoding.UTF8.GetBytes(sent) : Encoding.Latin1.GetBytes(sent), Cancelled);

        var end = await End(connection, $"{code}: ");
        Assert.DoesNotContain("Exception", end, StringComparison.Ordinal);
        if (protocol == "json")
        {
            // Whoever sent this would send it again: clients that reconnect by themselves are not told to.
            var closing = JsonSerializer.Deserialize<JsonElement>(end);
            Assert.Equal(7, closing.Number("type"));
            Assert.StartsWith($"{code}: ", closing.Text("error"), StringComparison.Ordinal);
            Assert.False(closing.TryGetProperty("allowReconnect", out var allowed) && allowed.GetBoolean());
        }
        await Eventually.That(async () => (await Metrics.Of(server.MetricsUrl)).Since(before, "bulletin_live_protocol_errors_total", $"code=\"{code}\"") >= 1, "the metric counts it");
        await Eventually.That(() => server.Log.Tail().Contains($"closed: {code}: ", StringComparison.Ordinal), "the log says why");
    }

    [Fact]
    public async Task One_connection_too_many_is_told_so()
    {
        var person = await Somebody(await OwnServer(("Live:ConnectionsPerUser", "1")));
        using var first = await Open(person, "json");
        await first.Receive(Cancelled);

        using var second = await Open(person, "json");

        var closing = JsonSerializer.Deserialize<JsonElement>(await End(second));
        Assert.Equal("rate_limited: The limit 'connections' has been reached. Try again later.", closing.Text("error"));
    }

    [Fact]
    public async Task A_client_that_has_sent_one_ping_must_send_more()
    {
        using var connection = await Open(await Somebody(), "json");

        await connection.Send("{\"type\":6}\u001e", Cancelled);

        Assert.Equal("{\"type\":7,\"error\":\"request_timeout: The client has sent a ping before, but none for 30 seconds.\",\"allowReconnect\":true}", await End(connection));
    }

    [Fact]
    public async Task A_handshake_for_another_protocol_is_refused_in_words()
    {
        var person = await Somebody();
        using var connection = await WebSocketConnection.Open(person.Api.Server, person.Token, Cancelled);

        await connection.Send("{\"protocol\":\"xml\",\"version\":1}\u001e", Cancelled);

        var answer = Encoding.UTF8.GetString(await connection.Receive(Cancelled)).TrimEnd('\u001e');
        Assert.Equal("The protocol 'xml' is not supported.", JsonSerializer.Deserialize<JsonElement>(answer).Text("error"));
    }

    private static async Task<WebSocketConnection> Open(Person person, string protocol)
    {
        var connection = await WebSocketConnection.Open(person.Api.Server, person.Token, Cancelled);
        await connection.Send(WebSocketConnection.Message(new { protocol, version = 1 }), Cancelled);
        return connection;
    }

    /// <summary>The message in which the hub says that it closes the connection; in MessagePack, with whatever comes in one frame with it.</summary>
    /// <param name="sign">What the message contains.</param>
    private static async Task<string> End(WebSocketConnection connection, string sign = "\"type\":7")
    {
        while (true)
        {
            var messages = Encoding.UTF8.GetString(await connection.Receive(Cancelled)).Split('\u001e');
            if (messages.FirstOrDefault(message => message.Contains(sign, StringComparison.Ordinal)) is { } end) return end;
        }
    }
}
