using System.Collections.Concurrent;
using Bulletin.Api.Connections;
using Bulletin.Api.Fanout;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Members;
using Bulletin.Api.Subscriptions;
using Bulletin.Grains;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Topics;

/// <summary>The topics that connections of this gateway have joined.</summary>
internal sealed class TopicReplicas(
    IGrainFactory grains, SubscriptionRenewals renewals, KnownTopics known, AllLimits limits, LiveMetrics metrics, ILogger<TopicReplica> logger, TimeProvider clock) : IFollowedTopics
{
    private readonly ConcurrentDictionary<Guid, TopicReplica> replicas = new();

    // Those that are being asked whether somebody may join.
    private readonly ConcurrentDictionary<Guid, Task> lookups = new();

    /// <summary>How many topics this gateway follows.</summary>
    public int Count => replicas.Count;

    public async Task<Outcome<Joined>> Join(LiveConnection connection, Guid topicId, long? after, CancellationToken cancellationToken)
    {
        if (await Refused(connection.SendQueue.UserId, topicId, after, cancellationToken) is { } refused) return refused;
        while (true)
        {
            var replica = replicas.GetOrAdd(topicId, Follow);
            if (await replica.Join(connection.SendQueue, after, cancellationToken) is not { } outcome) continue;
            if (outcome.Value is not { } joined)
            {
                if (outcome.Refusal == Refusal.TopicNotFound) known.Forget(topicId);
                return outcome;
            }
            connection.Joined(topicId, replica.Audience);
            // Removed meanwhile.
            if (!connection.HasJoined(topicId)) return Refusal.TopicNotFound;
            metrics.Joined(after is null ? LiveMetrics.Fresh : joined.Reset ? LiveMetrics.Reset : LiveMetrics.Resumed);
            return outcome;
        }
    }

    /// <summary>A topic that everybody may see, as it is followed here; null for any other.</summary>
    public Topic? Public(Guid topicId) => replicas.TryGetValue(topicId, out var replica) ? replica.Public : null;

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

    public Task MembersChanged(Guid topicId) => replicas.TryGetValue(topicId, out var replica) ? replica.MembersChanged() : Task.CompletedTask;

    /// <summary>
    /// Asked before anything is kept for it: a topic that the user may not see leaves no more behind than one that does not exist. A private
    /// topic is asked each time, since somebody may have been removed a moment ago.
    /// </summary>
    /// <returns>Null if they may join.</returns>
    private async Task<Outcome<Joined>?> Refused(Guid userId, Guid topicId, long? after, CancellationToken cancellationToken)
    {
        // After a gateway has stopped, thousands join at once: what the first of them finds out counts for all, if the topic is public.
        // In this order: a lookup ends only after there is a replica.
        var lookup = lookups.GetValueOrDefault(topicId);
        var found = replicas.TryGetValue(topicId, out var followed) ? followed.Started() : lookup;
        if (found is { IsCompleted: false }) await found.WaitAsync(cancellationToken);
        var isPublic = followed?.IsPublic == true || (followed is not null || found is not null) && known.Has(topicId);
        // What was missed may have to be read from the database, and so may a topic that nobody here has joined. Joining a private one
        // costs its members what it costs others to find it missing.
        if (after is not null || !isPublic) limits.Searching.Spend(userId);
        if (isPublic || known.Has(topicId)) return null;

        var outcome = await LookUp(topicId, userId, cancellationToken);
        return outcome.Value is null ? new Outcome<Joined>(null, outcome.Refusal, outcome.RetryAfter) : null;
    }

    private async Task<Outcome<Topic>> LookUp(Guid topicId, Guid userId, CancellationToken cancellationToken)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var isFirst = lookups.TryAdd(topicId, done.Task);
        try
        {
            var outcome = known.Learn(topicId, await grains.Topic(topicId).Get(userId, cancellationToken).InTime(cancellationToken));
            // Before the lookup is over: who comes in between must find one or the other.
            if (outcome.Value is not null) replicas.GetOrAdd(topicId, Follow);
            return outcome;
        }
        finally
        {
            if (isFirst) lookups.TryRemove(topicId, out _);
            done.SetResult();
        }
    }

    private TopicReplica Follow(Guid topicId)
    {
        TopicReplica replica = new(topicId, grains, renewals, metrics, clock, logger, onEnd: ended => replicas.TryRemove(new(topicId, ended)));
        renewals.Add(replica);
        return replica;
    }
}
