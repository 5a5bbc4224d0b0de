using System.Collections.Concurrent;
using Bulletin.Api.Fanout;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Bulletin.Api.Connections;

/// <summary>The connections of this gateway. SignalR keeps its own registry, but does not return connections from it.</summary>
internal sealed class LiveConnections
{
    private readonly ConcurrentDictionary<string, LiveConnection> connections = new();
    private readonly ConcurrentDictionary<Guid, int> perUser = new();
    private readonly IOptions<LiveOptions> options;
    private readonly BytesInFlight inFlight;
    private readonly AllLimits limits;
    private readonly LiveMetrics metrics;

    public LiveConnections(IOptions<LiveOptions> options, BytesInFlight inFlight, AllLimits limits, LiveMetrics metrics)
    {
        (this.options, this.inFlight, this.limits, this.metrics) = (options, inFlight, limits, metrics);
        metrics.CountBytes(() => inFlight.Total);
        metrics.CountWaiting(() => connections.Values.Sum(connection => connection.SendQueue.Count));
    }

    public ICollection<LiveConnection> All => connections.Values;

    /// <exception cref="ProblemException">With <c>unavailable</c>: the connection has closed.</exception>
    public LiveConnection Find(string connectionId) =>
        connections.TryGetValue(connectionId, out var connection) ? connection : throw new ProblemException(Problems.Unavailable());

    /// <summary>Whether the user is within the limit of connections per user, counting the new connection.</summary>
    public bool MayHaveMore(Guid userId) => perUser.TryGetValue(userId, out var count) && count <= options.Value.ConnectionsPerUser;

    public void Add(HubConnectionContext connection)
    {
        LiveConnection live = new(connection, options.Value, inFlight, metrics);
        HubTransport.Around(connection.Features, limits.HubKilobytes, live.SendQueue.UserId);
        connections[connection.ConnectionId] = live;
        metrics.Connected();
        perUser.AddOrUpdate(live.SendQueue.UserId, 1, (_, count) => count + 1);
    }

    public void Remove(string connectionId)
    {
        if (!connections.TryRemove(connectionId, out var live)) return;
        metrics.Disconnected();
        live.Leave();
        if (perUser.AddOrUpdate(live.SendQueue.UserId, 0, (_, count) => count - 1) == 0) perUser.TryRemove(new(live.SendQueue.UserId, 0));
    }
}
