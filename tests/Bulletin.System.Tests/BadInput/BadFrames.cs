using System.Net.WebSockets;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.BadInput;

/// <summary>What no hub client would send. It ends the connection it came on at most, and is nothing to log as a mistake.</summary>
public sealed class BadFrames(Shared shared) : SystemTest(shared)
{
    private static readonly string Handshake = WebSocketConnection.Handshake;

    [Fact]
    public async Task Junk_on_the_hub_harms_nobody_else_and_leaves_nothing_behind()
    {
        var server = await OwnServer();
        var person = await Somebody(server);
        var topic = await person.NewTopic();
        var bystander = await Hub(await Somebody(server));
        await bystander.Join(topic);
        var post = $$"""{"type":1,"invocationId":"1","target":"PostMessage","arguments":["{{topic}}",{"text":"junk"}]}""" + "\u001e";
        (string What, string[] Frames)[] connections =
        [
            ("a call before the handshake", [post]),
            ("a handshake that is no JSON", ["junk\u001e"]),
            ("a protocol that is not spoken", ["{\"protocol\":\"xml\",\"version\":1}\u001e"]),
            ("a version that is not spoken", ["{\"protocol\":\"json\",\"version\":99}\u001e"]),
            ("a handshake without an end", [new string('x', 100_000)]),
            ("no JSON", [Handshake, "junk\u001e"]),
            ("an array", [Handshake, "[1,2,3]\u001e"]),
            ("no type", [Handshake, "{}\u001e"]),
            ("a type that is none", [Handshake, "{\"type\":99}\u001e"]),
            ("deep JSON", [Handshake, $"{{\"type\":1,\"target\":\"PostMessage\",\"arguments\":{new string('[', 5_000)}{new string(']', 5_000)}}}\u001e"]),
            ("an answer to nothing", [Handshake, "{\"type\":3,\"invocationId\":\"7\",\"result\":1}\u001e"]),
            ("a stream that is not there", [Handshake, "{\"type\":2,\"invocationId\":\"7\",\"item\":1}\u001e"]),
            ("a cancelled nothing", [Handshake, "{\"type\":5,\"invocationId\":\"7\"}\u001e"]),
            ("a message of a megabyte", [Handshake, new string('x', 1_000_000)]),
            ("empty frames", [Handshake, "", "", "\u001e\u001e\u001e"]),
        ];

        foreach (var (what, frames) in connections) Print($"{what}: {await Send(person, frames)}");

        var still = await Hub(person);
        var joined = await still.Join(topic);
        Assert.Empty(joined.Messages);
        await person.Post(topic, "Still here");
        await bystander.Message(topic, 1);
        Assert.DoesNotContain(" error ", server.Log.Tail(int.MaxValue), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", server.Log.Tail(int.MaxValue), StringComparison.Ordinal);
    }

    /// <summary>Sends the frames, then says goodbye.</summary>
    /// <returns>How the connection ended.</returns>
    private static async Task<string> Send(Person person, string[] frames)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        using var connection = await WebSocketConnection.Open(person.Api.Server, person.Token, limit.Token);
        var socket = connection.Socket;
        try
        {
            foreach (var frame in frames) await connection.Send(frame, limit.Token);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
            var buffer = new byte[16 * 1024];
            while ((await socket.ReceiveAsync(buffer, limit.Token)).MessageType != WebSocketMessageType.Close) { }
            return $"closed with {socket.CloseStatus}";
        }
        catch (WebSocketException broken)
        {
            return $"broken off: {broken.WebSocketErrorCode}";
        }
    }
}
