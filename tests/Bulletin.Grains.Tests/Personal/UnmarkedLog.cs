using Bulletin.Grains.Personal;

namespace Bulletin.Grains.Tests.Personal;

/// <summary>A follower's log as of a silo that dies before it has marked anything.</summary>
internal sealed class UnmarkedLog(IFollowerLog log) : PassedOnLog(log)
{
    public override Task Mark(IReadOnlyList<FollowMark> marks, CancellationToken cancellationToken) => throw new StorageUnavailableException("Killed.");
}

/// <summary>A follower's log that fails whenever one topic is asked for.</summary>
internal sealed class BrokenTopicLog(IFollowerLog log) : PassedOnLog(log)
{
    public Guid? Broken { get; set; }

    public override Task<IReadOnlyList<FollowedTopic>> Read(IReadOnlyList<FollowMark> from, int limit, CancellationToken cancellationToken) =>
        from.Any(mark => mark.TopicId == Broken) ? throw new InvalidOperationException("Broken, as told.") : base.Read(from, limit, cancellationToken);
}

internal abstract class PassedOnLog(IFollowerLog log) : IFollowerLog
{
    public virtual Task Mark(IReadOnlyList<FollowMark> marks, CancellationToken cancellationToken) => log.Mark(marks, cancellationToken);

    public virtual Task<IReadOnlyList<FollowedTopic>> Read(IReadOnlyList<FollowMark> from, int limit, CancellationToken cancellationToken) => log.Read(from, limit, cancellationToken);

    public Task<IReadOnlyList<Guid>> Behind(DateTimeOffset since, DateTimeOffset until, int limit, CancellationToken cancellationToken) => log.Behind(since, until, limit, cancellationToken);

    public Task<(IReadOnlyList<Guid> Topics, Guid? Last)> Behind(Guid after, int some, CancellationToken cancellationToken) => log.Behind(after, some, cancellationToken);

    public Task<IReadOnlyList<NewMember>> NewMembers(IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken) => log.NewMembers(topicIds, cancellationToken);

    public Task<IReadOnlyList<(Guid TopicId, Guid UserId)>> ToldOfAll(IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken) => log.ToldOfAll(topicIds, cancellationToken);

    public Task<IReadOnlyList<Guid>> Everybody(Guid topicId, int limit, CancellationToken cancellationToken) => log.Everybody(topicId, limit, cancellationToken);

    public Task<IReadOnlyList<(Guid TopicId, Guid UserId)>> Members(IReadOnlyList<(Guid TopicId, Guid UserId)> people, CancellationToken cancellationToken) => log.Members(people, cancellationToken);

    public Task<IReadOnlyList<(Guid TopicId, Guid UserId)>> HoldersOfRemoved(IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken) => log.HoldersOfRemoved(topicIds, cancellationToken);

    public Task<IReadOnlyList<(Guid TopicId, Guid UserId)>> ForgetOutsiders(IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken) => log.ForgetOutsiders(topicIds, cancellationToken);

    public Task<IReadOnlyDictionary<(Guid TopicId, long Seq), Guid>> Authors(IReadOnlyList<(Guid TopicId, long Seq)> messages, CancellationToken cancellationToken) => log.Authors(messages, cancellationToken);

    public Task<IReadOnlyList<(Guid TopicId, Guid UserId)>> Notified(IReadOnlyList<(Guid TopicId, long Seq)> messages, CancellationToken cancellationToken) => log.Notified(messages, cancellationToken);
}
