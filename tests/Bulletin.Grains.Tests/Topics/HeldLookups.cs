using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Tests.Topics;

/// <summary>While held, what storage found of a single message is not handed over: the database is slow.</summary>
internal sealed class HeldLookups
{
    private readonly Lock gate = new();
    private TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? held;

    /// <summary>From here on, until <see cref="Release"/>.</summary>
    /// <returns>Ends once a look-up waits.</returns>
    public Task Hold()
    {
        lock (gate)
        {
            held = new(TaskCreationOptions.RunContinuationsAsynchronously);
            reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return reached.Task;
        }
    }

    public void Release()
    {
        lock (gate)
        {
            held?.TrySetResult();
            held = null;
        }
    }

    public Task Pass()
    {
        lock (gate)
        {
            if (held is null) return Task.CompletedTask;
            reached.TrySetResult();
            return held.Task;
        }
    }
}

internal sealed class HeldLookupsLog(IMessageLog log, HeldLookups lookups) : IMessageLog
{
    public async Task<Message?> One(Guid topicId, long seq, CancellationToken cancellationToken)
    {
        var message = await log.One(topicId, seq, cancellationToken);
        await lookups.Pass();
        return message;
    }

    public async Task<IReadOnlyList<Message>> Some(Guid topicId, IReadOnlyList<long> seqs, CancellationToken cancellationToken)
    {
        var messages = await log.Some(topicId, seqs, cancellationToken);
        await lookups.Pass();
        return messages;
    }

    public async Task<PostedBefore?> FindPosted(Guid topicId, Guid authorId, Guid clientId, CancellationToken cancellationToken)
    {
        var posted = await log.FindPosted(topicId, authorId, clientId, cancellationToken);
        await lookups.Pass();
        return posted;
    }

    public Task<StoredTopic?> Load(Guid topicId, int latest, CancellationToken cancellationToken) => log.Load(topicId, latest, cancellationToken);

    public Task<TopicClaim?> Claim(Guid topicId, CancellationToken cancellationToken) => log.Claim(topicId, cancellationToken);

    public Task<IReadOnlyList<Message>> Before(Guid topicId, long before, int limit, CancellationToken cancellationToken) =>
        log.Before(topicId, before, limit, cancellationToken);

    public Task<IReadOnlyList<Message>> After(Guid topicId, long after, int limit, CancellationToken cancellationToken) =>
        log.After(topicId, after, limit, cancellationToken);

    public Task<IReadOnlyList<Message>> ChangedAfter(Guid topicId, long after, int limit, CancellationToken cancellationToken) =>
        log.ChangedAfter(topicId, after, limit, cancellationToken);

    public Task<IReadOnlyList<EarlierText>> History(Guid topicId, long seq, CancellationToken cancellationToken) => log.History(topicId, seq, cancellationToken);

    public async Task<ExpiredMessages?> Expired(Guid topicId, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var expired = await log.Expired(topicId, before, limit, cancellationToken);
        await lookups.Pass();
        return expired;
    }
}
