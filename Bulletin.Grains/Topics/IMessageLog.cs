using Bulletin.Grains.Topics.Commits;
using Bulletin.Grains.Topics.Members;
using Bulletin.Grains.Topics.Writing;

namespace Bulletin.Grains.Topics;

/// <summary>
/// What topics read from storage, and how they claim it; appends go to <see cref="CommitQueue"/>. All times are truncated to
/// milliseconds. If the database is unavailable, every call throws <see cref="StorageUnavailableException"/> within a few seconds, and nothing else.
/// </summary>
internal interface IMessageLog
{
    /// <returns>The committed topic with its latest messages by ascending seq; null if it does not exist or was removed.</returns>
    Task<StoredTopic?> Load(Guid topicId, int latest, CancellationToken cancellationToken);

    /// <summary>Claims the topic: from now on only appends with the returned epoch succeed.</summary>
    /// <returns>The new epoch and the committed head; null if the topic does not exist.</returns>
    Task<TopicClaim?> Claim(Guid topicId, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="limit"/> messages with <c>seq &lt; before</c> nearest to it, in ascending seq.</summary>
    Task<IReadOnlyList<Message>> Before(Guid topicId, long before, int limit, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="limit"/> messages with <c>seq &gt; after</c> nearest to it, in ascending seq.</summary>
    Task<IReadOnlyList<Message>> After(Guid topicId, long after, int limit, CancellationToken cancellationToken);

    Task<Message?> One(Guid topicId, long seq, CancellationToken cancellationToken);

    /// <summary>Messages with <c>revision &gt; after</c> in ascending revision.</summary>
    Task<IReadOnlyList<Message>> ChangedAfter(Guid topicId, long after, int limit, CancellationToken cancellationToken);

    /// <returns>The message this author posted with this client id, and the fingerprint of its original text.</returns>
    Task<PostedBefore?> FindPosted(Guid topicId, Guid authorId, Guid clientId, CancellationToken cancellationToken);
}

/// <summary>The last committed seq and revision of a topic.</summary>
internal readonly record struct TopicHead(long Seq, long Revision);

internal sealed record StoredTopic(Topic Topic, IReadOnlyList<Message> Latest, TopicMembers Members)
{
    public StoredTopic(Topic topic, IReadOnlyList<Message> latest) : this(topic, latest, TopicMembers.Everybody)
    {
    }
}

/// <param name="MembersVersion">The version of the members. A writer that knows another one must read them again.</param>
internal readonly record struct TopicClaim(long Epoch, TopicHead Head, long MembersVersion = 0);

/// <param name="Fingerprint">The <see cref="TextFingerprint"/> of the original text, before any edits; null once the
/// message is deleted.</param>
internal sealed record PostedBefore(Message Message, byte[]? Fingerprint);

/// <summary>One topic's share of a commit.</summary>
/// <param name="Epoch">The writer's epoch.</param>
/// <param name="Expected">The head it builds on. The append is refused if the topic's head differs.</param>
/// <param name="Next">The head after it.</param>
/// <param name="LastActivityAt">The topic's activity time after it.</param>
/// <param name="Posted">New messages, with seq <c>Expected.Seq + 1 … Next.Seq</c>.</param>
/// <param name="Changed">Edited or deleted messages in their new state. Each seq once, and none from <paramref name="Posted"/>.</param>
internal sealed record TopicAppend(
    Guid TopicId,
    long Epoch,
    TopicHead Expected,
    TopicHead Next,
    DateTimeOffset LastActivityAt,
    IReadOnlyList<Message> Posted,
    IReadOnlyList<MessageChange> Changed);

/// <param name="PostedFingerprint">The fingerprint of the text that this change overwrites: storage keeps the first, that of the original.
/// Null if it overwrites none, and on deletion: nothing derived from the text is kept.</param>
internal sealed record MessageChange(Message Message, byte[]? PostedFingerprint);

/// <param name="Repeated">Client ids in <c>Posted</c> that their author had already used in this topic; set only with
/// <see cref="AppendStatus.Repeated"/>.</param>
internal sealed record AppendResult(AppendStatus Status, IReadOnlyList<Guid> Repeated)
{
    public static readonly AppendResult Committed = new(AppendStatus.Committed, []);
    public static readonly AppendResult Fenced = new(AppendStatus.Fenced, []);
}

internal enum AppendStatus
{
    /// <summary>Durable.</summary>
    Committed,
    /// <summary>Not stored: the topic has a different epoch or head, or was removed.</summary>
    Fenced,
    /// <summary>Not stored: some of it was already posted.</summary>
    Repeated,
}
