using System.Net.WebSockets;
using System.Text;
using Bulletin.SystemTests.Harness;
using Bulletin.SystemTests.Operations;

namespace Bulletin.SystemTests.Promises;

/// <summary>Promise 6: no client, slow or hostile, makes the server hold more than a fixed amount for it.</summary>
public sealed class BoundedPromise(Shared shared) : SystemTest(shared)
{
    private const int Posts = 3_000;

    [Fact]
    public async Task A_client_that_does_not_read_is_dropped_and_others_get_everything()
    {
        var server = await OwnServer();
        var (poster, reader) = (await Somebody(server), await Somebody(server));
        var topic = await poster.NewTopic();
        var reading = await Hub(reader);
        await reading.Join(topic);
        var deaf = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Deaf(server, reader, topic)));
        var before = server.Process.ResidentBytes();

        var text = new string('ж', 3_500);
        for (var sent = 0; sent < Posts; sent += 20) await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => poster.Post(topic, text)));
        await reading.Message(topic, Posts);

        Assert.Equal(Enumerable.Range(1, Posts).Select(n => (long)n), reading.Messages(topic).Select(m => m.Seq));
        var grown = (server.Process.ResidentBytes() - before) / 1_000_000;
        Print($"{Posts} messages of 7 KB to 10 connections that do not read: the server grew by {grown} MB");
        // Held for each without a bound, they would be 210 MB on top of what the server needs to work.
        Assert.InRange(grown, long.MinValue, 400);
        foreach (var socket in deaf) await Ended(socket);
        Assert.Equal(deaf.Length, (await Metrics.Of(server.MetricsUrl))["bulletin_live_dropped_total"]);
    }

    [Fact]
    public async Task A_message_larger_than_the_hub_takes_ends_the_connection_and_no_other()
    {
        var person = await Somebody();
        var topic = await person.NewTopic();
        var (hostile, other) = (await Hub(person), await Hub(person));
        await other.Join(topic);

        await Assert.ThrowsAnyAsync<Exception>(() => hostile.Post(topic, new string('x', 200_000)));

        await hostile.Closed.Task.WaitAsync(TimeSpan.FromSeconds(15), Cancelled);
        await other.Post(topic, "still here");
        await other.Message(topic, 1);
    }

    /// <summary>Joins a topic and never reads again.</summary>
    private async Task<ClientWebSocket> Deaf(BulletinServer server, Person person, Guid topic)
    {
        var socket = Own(new ClientWebSocket());
        var address = new UriBuilder(new Uri(server.Url, $"/hubs/bulletin?access_token={person.Token}")) { Scheme = "ws" }.Uri;
        await socket.ConnectAsync(address, Cancelled);
        await Send("""{"protocol":"json","version":1}""");
        await Send($$"""{"type":1,"invocationId":"1","target":"JoinTopic","arguments":["{{topic}}",null]}""");
        var buffer = new byte[4096];
        // The handshake's answer and the join's: from here on it listens no more.
        var heard = "";
        while (!heard.Contains("\"invocationId\":\"1\"", StringComparison.Ordinal))
            heard += Encoding.UTF8.GetString(buffer, 0, (await socket.ReceiveAsync(buffer, Cancelled)).Count);
        return socket;

        Task Send(string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text + "\u001e"), WebSocketMessageType.Text, endOfMessage: true, Cancelled);
    }

    /// <summary>Reads what the network still holds, until it ends.</summary>
    private static async Task Ended(ClientWebSocket socket)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        var buffer = new byte[64 * 1024];
        try
        {
            while (socket.State == WebSocketState.Open) await socket.ReceiveAsync(buffer, limit.Token);
        }
        catch (WebSocketException)
        {
            // Ended without a farewell, as an aborted connection does.
        }
        Assert.False(limit.IsCancellationRequested, "The connection was not dropped.");
    }
}
