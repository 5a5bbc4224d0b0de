using Bulletin.Bench.Load;

namespace Bulletin.Bench.Abusers;

/// <summary>One account's clients that ask for what is large, again and again, and read nothing.</summary>
internal static class Silent
{
    /// <summary>How often each asks.</summary>
    private const double PerSecond = 0.5;

    /// <summary>On the hub, where it is two joins, and a call for the directory and one that tells others.</summary>
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

    /// <summary>Over HTTP, where it is the latest page of each and a longer one.</summary>
    public static Task OverHttp(Uri server, int connections, string token, string[] topics, CancellationToken stop)
    {
        byte[] asks = [.. topics.SelectMany(topic => (byte[])[.. Ask(topic, ""), .. Ask(topic, "?limit=200")])];
        return Persistent.Do(connections, connections * PerSecond, () => SilentConnection.Open(server, stop), connection => connection.Send(asks, stop), stop);

        byte[] Ask(string topic, string query) => Requests.Get($"/api/v1/topics/{topic}/messages{query}", token);
    }
}
