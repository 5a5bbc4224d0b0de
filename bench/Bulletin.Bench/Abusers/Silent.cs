using Bulletin.Bench.Load;

namespace Bulletin.Bench.Abusers;

/// <summary>One account's clients that keep requesting large responses and read nothing.</summary>
internal static class Silent
{
    /// <summary>Requests per client.</summary>
    private const double PerSecond = 0.5;

    /// <summary>On the hub: a join per topic, a call for the directory, and one that notifies others.</summary>
    public static Task OnTheHub(Uri server, int connections, string token, string[] topics, CancellationToken stop)
    {
        byte[] asks = [.. topics.SelectMany(topic => HubFrames.Call("JoinTopic", $"\"{topic}\",null")), .. HubFrames.Call("WatchDirectory", ""), .. HubFrames.Call("StartTyping", $"\"{topics[0]}\"")];
        return Persistent.Do(connections, connections * PerSecond, Open, connection => connection.Send(asks, stop), stop);

        async Task<SilentConnection> Open()
        {
            var connection = await SilentConnection.Open(server, stop);
            await connection.Send((byte[])[.. HubFrames.Upgrade("/hubs/bulletin", token), .. HubFrames.Handshake], stop);
            return connection;
        }
    }

    /// <summary>Over HTTP: the latest page of each topic, and a longer one.</summary>
    public static Task OverHttp(Uri server, int connections, string token, string[] topics, CancellationToken stop)
    {
        byte[] asks = [.. topics.SelectMany(topic => (byte[])[.. Ask(topic, ""), .. Ask(topic, "?limit=200")])];
        return Persistent.Do(connections, connections * PerSecond, () => SilentConnection.Open(server, stop), connection => connection.Send(asks, stop), stop);

        byte[] Ask(string topic, string query) => Requests.Get($"/api/v1/topics/{topic}/messages{query}", token);
    }
}
