using Bulletin.Grains.Following;
using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Personal;

/// <summary>
/// What the follower of the log reads and notes. A mark says how far a topic was followed; it only moves forward. If the database is unavailable,
/// every call throws <see cref="StorageUnavailableException"/>.
/// </summary>
internal interface IFollowerLog : ITopicsBehind
{
    /// <summary>
    /// What has happened in topics beyond these marks, or beyond the stored ones where they are further: up to <paramref name="limit"/> changed messages
    /// of each, by revision. Topics that are removed are missing.
    /// </summary>
    Task<IReadOnlyList<FollowedTopic>> Read(IReadOnlyList<FollowMark> from, int limit, CancellationToken cancellationToken);

    /// <summary>Moves marks forward.</summary>
    Task Mark(IReadOnlyList<FollowMark> marks, CancellationToken cancellationToken);

    /// <summary>How many new members are read at once.</summary>
    const int MostNewMembers = 5_000;

    /// <summary>Members of private topics and people of conversations who have no row of them, with when they came and how far it was then.</summary>
    /// <returns>At most <see cref="MostNewMembers"/>: if so many, there may be more.</returns>
    Task<IReadOnlyList<NewMember>> NewMembers(IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken);

    /// <summary>How many people of a topic are told of every message.</summary>
    const int MostToldOfAll = 10_000;

    /// <summary>Who wants to be told of every message in these topics and may see them; at most <see cref="MostToldOfAll"/> of each.</summary>
    Task<IReadOnlyList<(Guid TopicId, Guid UserId)>> ToldOfAll(IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken);

    /// <summary>Everybody in a private topic or conversation, or who follows a public one.</summary>
    Task<IReadOnlyList<Guid>> Everybody(Guid topicId, int limit, CancellationToken cancellationToken);

    /// <summary>Which of these are members of a private topic or people of a conversation.</summary>
    Task<IReadOnlyList<(Guid TopicId, Guid UserId)>> Members(IReadOnlyList<(Guid TopicId, Guid UserId)> people, CancellationToken cancellationToken);

    /// <summary>How many people the two below return at most.</summary>
    const int MostHolders = 10_000;

    /// <summary>Who has something of these topics, of those that are removed.</summary>
    Task<IReadOnlyList<(Guid TopicId, Guid UserId)>> HoldersOfRemoved(IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken);

    /// <summary>Deletes what people have of private topics and conversations in which they are no longer.</summary>
    /// <returns>Whose it was.</returns>
    Task<IReadOnlyList<(Guid TopicId, Guid UserId)>> ForgetOutsiders(IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken);

    /// <summary>Who wrote these messages.</summary>
    Task<IReadOnlyDictionary<(Guid TopicId, long Seq), Guid>> Authors(IReadOnlyList<(Guid TopicId, long Seq)> messages, CancellationToken cancellationToken);

    /// <summary>Who was notified of these messages.</summary>
    Task<IReadOnlyList<(Guid TopicId, Guid UserId)>> Notified(IReadOnlyList<(Guid TopicId, long Seq)> messages, CancellationToken cancellationToken);
}

/// <param name="Access">Of the topic.</param>
/// <param name="People">Of a conversation; otherwise empty.</param>
/// <param name="Mark">How far it was followed.</param>
/// <param name="Changes">Messages that were posted or changed beyond the mark, by revision.</param>
/// <param name="More">Whether there are more than these.</param>
/// <param name="Next">The mark once these are followed.</param>
internal sealed record FollowedTopic(
    Guid TopicId, Topics.Members.Access Access, IReadOnlyList<Guid> People, FollowMark Mark, FollowMark Head, IReadOnlyList<FollowedChange> Changes, bool More, FollowMark Next)
{
    /// <summary>The posts among the changes that are not deleted.</summary>
    public IEnumerable<FollowedChange> Posts => Changes.Where(change => IsPost(change) && !change.IsDeleted);

    public bool IsPost(FollowedChange change) => change.Seq > Mark.Seq;
}

/// <summary>A message as of its last change, without its text.</summary>
/// <param name="AuthorFollows">Whether its author follows the topic already.</param>
internal sealed record FollowedChange(
    long Seq, long Revision, Guid AuthorId, long? ReplyTo, DateTimeOffset CreatedAt, bool IsDeleted, IReadOnlyList<Guid>? Mentions, bool MentionsAll,
    IReadOnlyList<Reaction>? Reactions, bool AuthorFollows = false);

/// <param name="Seq">Posts up to this one were followed.</param>
/// <param name="Revision">Changes up to this one were followed.</param>
/// <param name="MembersVersion">Members up to this version were followed.</param>
internal sealed record FollowMark(Guid TopicId, long Seq, long Revision, long MembersVersion)
{
    public static FollowMark AtStart(Guid topicId) => new(topicId, 0, 0, 0);
}

/// <param name="ReadSeq">How far the topic was when they came.</param>
/// <param name="AddedBy">Null if nobody added them: they made the topic or came by an invitation.</param>
internal sealed record NewMember(Guid TopicId, Guid UserId, DateTimeOffset Since, long ReadSeq, Guid? AddedBy);
