using System.Collections.Concurrent;
using Bulletin.Api.Http;
using Bulletin.Api.Hubs;
using Bulletin.Api.Limits;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Bulletin.Api.Connections;

/// <summary>
/// The connections of this gateway. It takes the place of SignalR's own register because that one hands out no
/// connections, and every connection here has its own bounded queue.
/// </summary>
internal sealed class LiveConnections : DefaultHubLifetimeManager<BulletinHub>
{
    private readonly ConcurrentDictionary<string, LiveConnection> connections = new();
    private readonly ConcurrentDictionary<Guid, int> perUser = new();
    private readonly IOptions<LiveOptions> options;
    private readonly BytesInFlight inFlight;
    private readonly AllLimits limits;
    private readonly LiveMetrics metrics;

    public LiveConnections(
        ILogger<DefaultHubLifetimeManager<BulletinHub>> logger, IOptions<LiveOptions> options, BytesInFlight inFlight, AllLimits limits, LiveMetrics metrics) : base(logger)
    {
        (this.options, this.inFlight, this.limits, this.metrics) = (options, inFlight, limits, metrics);
        metrics.CountBytes(() => inFlight.Total);
        metrics.CountWaiting(() => connections.Values.Sum(connection => connection.SendQueue.Count));
    }

    public ICollection<LiveConnection> All => connections.Values;

    public LiveConnection Find(string connectionId) =>
        connections.TryGetValue(connectionId, out var connection) ? connection : throw new ProblemException(Problems.Unavailable());

    /// <summary>Whether the user holds no more connections than one may, the asking one included.</summary>
    public bool MaySpare(Guid userId) => perUser.TryGetValue(userId, out var count) && count <= options.Value.ConnectionsPerUser;

    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        LiveConnection live = new(connection, options.Value, inFlight, metrics);
        HubTransport.Around(connection.Features, limits.HubKilobytes, live.SendQueue.UserId);
        connections[connection.ConnectionId] = live;
        metrics.Connected();
        perUser.AddOrUpdate(live.SendQueue.UserId, 1, (_, count) => count + 1);
        return base.OnConnectedAsync(connection);
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        if (connections.TryRemove(connection.ConnectionId, out var live))
        {
            metrics.Disconnected();
            live.Leave();
            if (perUser.AddOrUpdate(live.SendQueue.UserId, 0, (_, count) => count - 1) == 0) perUser.TryRemove(new(live.SendQueue.UserId, 0));
        }
        return base.OnDisconnectedAsync(connection);
    }
}
