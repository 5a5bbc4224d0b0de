using System.Collections.Concurrent;
using Bulletin.Api.Connections;
using Bulletin.Api.Fanout;
using Bulletin.Api.Limits;
using Bulletin.Api.Subscriptions;
using Bulletin.Grains;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Topics;

/// <summary>The topics that connections of this gateway have joined.</summary>
internal sealed class TopicReplicas(
    IGrainFactory grains, SubscriptionRenewals renewals, AllLimits limits, LiveMetrics metrics, ILogger<TopicReplica> logger, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, TopicReplica> replicas = new();

    /// <summary>How many topics this gateway follows.</summary>
    public int Count => replicas.Count;

    public async Task<Outcome<Joined>> Join(LiveConnection connection, Guid topicId, long? after, CancellationToken cancellationToken)
    {
        // What was missed may have to be read from the database, and so may a topic that nobody here has joined.
        if (after is not null || !replicas.ContainsKey(topicId)) limits.Searching.Spend(connection.SendQueue.UserId);
        while (true)
        {
            var replica = replicas.GetOrAdd(topicId, Follow);
            if (await replica.Join(connection.SendQueue, after, cancellationToken) is not { } outcome) continue;
            if (outcome.Value is not { } joined) return outcome;
            connection.Joined(topicId, replica.Audience);
            metrics.Joined(after is null ? LiveMetrics.Fresh : joined.Reset ? LiveMetrics.Reset : LiveMetrics.Resumed);
            return outcome;
        }
    }

    /// <summary>A change was acknowledged through this gateway.</summary>
    public void Acknowledged(Message message)
    {
        if (replicas.TryGetValue(message.TopicId, out var replica)) replica.Acknowledged(message.Revision);
    }

    /// <summary>A topic was removed through this gateway, from a grain that may not know of it.</summary>
    public void Removed(Guid topicId)
    {
        if (replicas.TryGetValue(topicId, out var replica)) replica.Described(new(null));
    }

    private TopicReplica Follow(Guid topicId)
    {
        TopicReplica replica = new(topicId, grains, renewals, metrics, clock, logger, onEnd: ended => replicas.TryRemove(new(topicId, ended)));
        renewals.Add(replica);
        return replica;
    }
}
