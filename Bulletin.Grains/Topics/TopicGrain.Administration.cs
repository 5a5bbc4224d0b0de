using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;
using Bulletin.Grains.Topics.Changes;
using Bulletin.Grains.Topics.Memory;
using Bulletin.Grains.Topics.Writing;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Topics;

// What admins do to a topic through the admin API, and what the site's settings do to it.
internal sealed partial class TopicGrain
{
    /// <summary>
    /// How many messages one call deletes by age. They share an append with the posts that come meanwhile, and watchers are told of each: many at
    /// once would be more than is kept for those who have to catch up.
    /// </summary>
    private const int MostExpired = 20;

    private bool isExpiring;

    public async Task<Outcome<Topic>> Restore(Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.ActsAsAdmin) return Refusal.TopicNotFound;
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await store.Removal(Id, cancellationToken) is not { } removal) return Refusal.TopicNotFound;
            // Perhaps a repetition of a call that restored it and died before it announced anything.
            if (!removal.IsRemoved) return await Load() is { } there ? Announced(there) : Refusal.TopicNotFound;
            if (removal.IsEmptying) return Refusal.TopicEmptied;
            var act = actor.Did(AuditActions.TopicRestored, AuditTarget.Topic(Id, removal.Name), before: null, after: null, Now);
            // If it was not, it has been restored or has begun to be emptied meanwhile.
            if (!await store.Restore(Id, act, cancellationToken)) continue;

            // What is still here dates from before the removal.
            memory.Forget();
            if (await Load() is not { } topic) continue;
            LogRestored(Id, actor.User.Id);
            return Announced(topic);
        }
        return Refusal.Busy;

        Topic Announced(LiveTopic topic)
        {
            feed.Changed(topic.Topic, topic.Members.UserIds);
            hints.Changed(Id);
            return topic.Topic;
        }
    }

    public async Task<Outcome<Expired>> Expire(CancellationToken cancellationToken)
    {
        if (isExpiring) return Expired.Nothing;
        isExpiring = true;
        try
        {
            return await ExpireSome(cancellationToken);
        }
        finally
        {
            isExpiring = false;
        }
    }

    public async Task<Outcome<Done>> Purge(IReadOnlyList<long> seqs, CancellationToken cancellationToken)
    {
        var outcomes = await Task.WhenAll(seqs.Select(seq => Submit(new ExpireChange(seq, before: DateTimeOffset.MaxValue), actor: null, seq)));
        await Unpin([.. seqs.Where((_, at) => outcomes[at].Value is not null)]);
        return outcomes.FirstOrDefault(outcome => outcome.Value is null) is { } failed ? failed.Refusal : Done.It;
    }

    public async Task<Outcome<MessageHistory>> History(long seq, Guid viewer, CancellationToken cancellationToken)
    {
        if (await LoadFor(viewer) is not { } topic) return Refusal.TopicNotFound;
        if (await reader.ReadOne(topic, seq, cancellationToken) is not { } message) return Refusal.MessageNotFound;
        var hasHistory = message is { EditedAt: not null, DeletedAt: null } && (await settings.Read(cancellationToken)).KeepsHistory;
        return await StillFor(viewer, topic, new MessageHistory(hasHistory ? await log.History(Id, seq, cancellationToken) : []));
    }

    private async Task<Outcome<Expired>> ExpireSome(CancellationToken cancellationToken)
    {
        if (await Load() is not { } topic) return Refusal.TopicNotFound;
        if (topic.Held.Holders >= TopicWriter.QueueCapacity) return Refusal.Busy;
        // From storage each time: a setting that was taken back must not delete anything more.
        if (await store.Retention(Id, cancellationToken) is not { } retention) return Refusal.TopicNotFound;
        if (retention.Days == 0) return Expired.Nothing;

        var asOf = topic.Head.Revision;
        var before = Now.AddDays(-retention.Days);
        if (await log.Expired(Id, before, MostExpired, cancellationToken) is not { } old) return Expired.Nothing;
        // Removed, taken over or reloaded meanwhile, or so much was changed that not all of it is known.
        if (memory.Current != topic || asOf < topic.Changes.Floor) return Refusal.Retry;

        // Without an await until all of them are held: what was changed during the read is known, and what is changed from now on is applied to them.
        var changed = topic.Changes.After(asOf).ToDictionary(message => message.Seq);
        var refusals = await Task.WhenAll(old.Messages.Select(message => Expire(topic, changed.GetValueOrDefault(message.Seq, message), before)));
        await Unpin([.. old.Messages.Where((_, at) => refusals[at] == Refusal.None).Select(message => message.Seq)]);
        if (refusals.FirstOrDefault(refusal => refusal != Refusal.None) is not Refusal.None and var refused) return refused;

        await store.ExpiredUpTo(Id, old.UpTo, cancellationToken);
        return new Expired(old.Messages.Count, old.More);
    }

    private async Task<Refusal> Expire(LiveTopic topic, Message message, DateTimeOffset before)
    {
        try
        {
            await topic.Held.Hold(message.Seq, () => Task.FromResult<Message?>(message));
            return (await writer.Submit(new ExpireChange(message.Seq, before))).Refusal;
        }
        finally
        {
            topic.Held.Release(message.Seq);
        }
    }

    [LoggerMessage(LogLevel.Information, "Topic {TopicId} restored by {UserId}")]
    private partial void LogRestored(Guid topicId, Guid userId);
}
