using System.Collections.Concurrent;
using Bulletin.Api.Auth;
using Bulletin.Api.Connections;
using Bulletin.Api.Fanout;
using Bulletin.Api.Subscriptions;
using Bulletin.Grains.Personal;

namespace Bulletin.Api.Personal;

/// <summary>The people whose connections to this gateway watch what is their own. Bounded by the connections.</summary>
internal sealed class PersonalReplicas(
    IGrainFactory grains, SubscriptionRenewals renewals, SessionCache sessions, LiveMetrics metrics, TimeProvider clock, ILogger<PersonalReplica> logger)
{
    private readonly ConcurrentDictionary<Guid, PersonalReplica> all = new();

    /// <summary>Tells a connection what changes for its user from now on. Doing so again starts over from there.</summary>
    /// <param name="after">The version that the client has; 0 if none.</param>
    public async Task<PersonalSnapshot> Watch(LiveConnection connection, long after, CancellationToken cancellationToken)
    {
        while (true)
        {
            var replica = Open(connection.SendQueue.UserId);
            if (await replica.Join(connection.SendQueue, after, cancellationToken) is not { } snapshot) continue;
            connection.WatchesPerson(replica.Audience);
            return snapshot;
        }
    }

    private PersonalReplica Open(Guid userId)
    {
        if (all.TryGetValue(userId, out var known)) return known;
        // All sessions of the user are asked for again, and connections of those that are over are closed.
        PersonalReplica created = new(userId, grains, renewals, metrics, clock, logger, onSessionsEnded: sessions.Forget, onEnd: ended =>
        {
            all.TryRemove(new(userId, ended));
            renewals.Remove(ended);
        });
        var replica = all.GetOrAdd(userId, created);
        if (ReferenceEquals(replica, created)) renewals.Add(created);
        return replica;
    }
}
