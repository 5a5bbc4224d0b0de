using System.Diagnostics;
using System.Net.Sockets;
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

        await hostile.Closed.WaitAsync(Eventually.Patience, Cancelled);
        await other.Post(topic, "still here");
        await other.Message(topic, 1);
    }

    /// <summary>The memory that the manifests give a gateway, as the runtime divides it.</summary>
    [Fact]
    public async Task A_thousand_clients_that_read_no_answers_make_the_server_hold_a_fixed_amount_in_sum()
    {
        var server = Own(new BulletinServer(new Dictionary<string, string>
        {
            ["Live:ConnectionsPerUser"] = "500", ["Limits:Reading:PerSecond"] = "200", ["Limits:Reading:Burst"] = "2000",
            ["Limits:HubCalls:PerSecond"] = "100", ["Limits:HubCalls:Burst"] = "1000",
        })
        {
            Launcher = ["sh", "-c", "export DOTNET_GCHeapHardLimit=0x60000000; exec \"$@\""],
        });
        await server.Start();
        var (poster, reader, hostile) = (await Somebody(server), await Somebody(server), await Somebody(server));
        var (full, calm) = (await poster.NewTopic(), await poster.NewTopic());
        for (var i = 0; i < 50; i++) await poster.Post(full, string.Concat(Enumerable.Repeat("😀", 4_000)));
        var before = server.Process.ResidentBytes();
        var peak = before;

        await Parallel.ForEachAsync(Enumerable.Range(0, 500), new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = Cancelled }, async (_, _) => await Demand(server, hostile, full));
        var deaf = await Task.WhenAll(Enumerable.Range(0, 900).Select(_ => Unread(server, hostile, full)));

        List<double> took = [];
        for (var i = 0; i < 300; i++)
        {
            var clock = Stopwatch.StartNew();
            await reader.Post(calm, "still here");
            took.Add(clock.Elapsed.TotalMilliseconds);
            peak = Math.Max(peak, server.Process.ResidentBytes());
        }

        var grown = (peak - before) / 1_000_000;
        Print($"500 hub connections and 900 requests whose answers nobody reads: the server grew by {grown} MB; posts of others p99 {took.Order().ElementAt(296):0} ms");
        Assert.InRange(grown, long.MinValue, 256);
        Assert.False(server.Process.HasExited);
        Assert.DoesNotContain("OutOfMemory", server.Log.Tail(), StringComparison.Ordinal);
        foreach (var socket in deaf) socket.Dispose();
    }

    /// <summary>Asks for a topic's latest page again and again on the hub, and reads no answer.</summary>
    private async Task Demand(BulletinServer server, Person person, Guid topic)
    {
        var connection = Own(await WebSocketConnection.Open(server.Url, person.Token, Cancelled));
        await connection.Send(WebSocketConnection.Handshake, Cancelled);
        for (var i = 0; i < 3; i++) await connection.Call($"{i}", "JoinTopic", [topic, null], Cancelled);
    }

    /// <summary>Asks for a topic's latest page over HTTP, and reads no answer.</summary>
    private static async Task<Socket> Unread(BulletinServer server, Person person, Guid topic)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(server.Url.Host, server.Url.Port, Cancelled);
        var request = $"GET /api/v1/topics/{topic}/messages HTTP/1.1\r\nHost: {server.Url.Authority}\r\nAuthorization: Bearer {person.Token}\r\n\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(request), Cancelled);
        return socket;
    }

    /// <summary>Joins a topic and never reads again.</summary>
    private async Task<WebSocketConnection> Deaf(BulletinServer server, Person person, Guid topic)
    {
        var connection = Own(await WebSocketConnection.Open(server.Url, person.Token, Cancelled));
        await connection.Send(WebSocketConnection.Handshake, Cancelled);
        await connection.Call("1", "JoinTopic", [topic, null], Cancelled);
        // The handshake's answer and the join's: from here on it listens no more.
        var heard = "";
        while (!heard.Contains("\"invocationId\":\"1\"", StringComparison.Ordinal)) heard += Encoding.UTF8.GetString(await connection.Receive(Cancelled));
        return connection;
    }

    /// <summary>Reads what the network still holds, until it ends.</summary>
    private static async Task Ended(WebSocketConnection connection)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        var buffer = new byte[64 * 1024];
        try
        {
            while (connection.Socket.State == WebSocketState.Open) await connection.Socket.ReceiveAsync(buffer, limit.Token);
        }
        catch (WebSocketException)
        {
            // Ended without a farewell, as an aborted connection does.
        }
        Assert.False(limit.IsCancellationRequested, "The connection was not dropped.");
    }
}
