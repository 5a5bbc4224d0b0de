using Bulletin.Api.Fanout;
using Microsoft.Extensions.Options;

namespace Bulletin.Api.Connections;

/// <summary>
/// Drains the hub when the gateway stops. First waits until load balancers have seen that this gateway is not ready. Then closes
/// each connection between two posts and tells its client to reconnect. The closes are spread over time, so that the other
/// gateways do not get all clients at once.
/// </summary>
internal sealed partial class ConnectionDrainer(LiveConnections connections, PostsInFlight inFlight, IOptions<LiveOptions> options, ILogger<ConnectionDrainer> logger)
{
    private static readonly TimeSpan PerConnection = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestSpread = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PostTimeout = TimeSpan.FromSeconds(6);

    /// <summary>Blocks until drained: SignalR aborts the remaining connections as soon as this returns.</summary>
    public void Drain()
    {
        Task.Delay(TimeSpan.FromSeconds(options.Value.LeaveSeconds)).Wait();
        inFlight.Stopping = true;
        LiveConnection[] all = [.. connections.All];
        if (all.Length == 0) return;

        LogClosing(all.Length);
        var window = PerConnection * all.Length < LongestSpread ? PerConnection * all.Length : LongestSpread;
        Task.WhenAll(all.Select(connection => Close(connection, window * Random.Shared.NextDouble()))).Wait();
    }

    private async Task Close(LiveConnection connection, TimeSpan after)
    {
        await Task.Delay(after);
        await inFlight.Leave(connection, PostTimeout);
        connection.SendQueue.ComeBack();
    }

    [LoggerMessage(LogLevel.Information, "Closing {Count} connections; clients are told to reconnect to another gateway")]
    private partial void LogClosing(int count);
}
