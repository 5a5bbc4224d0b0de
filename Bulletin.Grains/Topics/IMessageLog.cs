namespace Bulletin.Grains.Topics;

/// <summary>
/// What topics need from storage. All times are cut to milliseconds. Every call may throw
/// <see cref="Storage.StorageUnavailableException"/> within a few seconds, never anything else for a database that is away.
/// </summary>
internal interface IMessageLog
{
    /// <returns>The topic as committed, with its latest messages in ascending seq; null if there is none or it was removed.</returns>
    Task<StoredTopic?> Load(Guid topicId, int latest, CancellationToken cancellationToken);

    /// <summary>Takes the topic: from here on only appends under the returned epoch succeed.</summary>
    /// <returns>The new epoch and the committed head; null if there is no such topic.</returns>
    Task<TopicClaim?> Claim(Guid topicId, CancellationToken cancellationToken);

    /// <summary>Joins the silo's next commit. All of it is committed, or nothing.</summary>
    Task<AppendResult> Append(TopicAppend append, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="limit"/> messages with <c>seq &lt; before</c> nearest to it, in ascending seq.</summary>
    Task<IReadOnlyList<Message>> Before(Guid topicId, long before, int limit, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="limit"/> messages with <c>seq &gt; after</c> nearest to it, in ascending seq.</summary>
    Task<IReadOnlyList<Message>> After(Guid topicId, long after, int limit, CancellationToken cancellationToken);

    Task<Message?> One(Guid topicId, long seq, CancellationToken cancellationToken);

    /// <summary>Messages with <c>revision &gt; after</c> in ascending revision.</summary>
    Task<IReadOnlyList<Message>> ChangedAfter(Guid topicId, long after, int limit, CancellationToken cancellationToken);

    /// <returns>The message this author posted under this client id, and the fingerprint of the text it was posted with.</returns>
    Task<PostedBefore?> FindPosted(Guid topicId, Guid authorId, Guid clientId, CancellationToken cancellationToken);
}

/// <summary>What orders topics' changes: the last seq and revision that are committed.</summary>
internal readonly record struct TopicHead(long Seq, long Revision);

internal sealed record StoredTopic(Topic Topic, IReadOnlyList<Message> Latest);

internal readonly record struct TopicClaim(long Epoch, TopicHead Head);

/// <param name="Fingerprint">Of the text as first posted, see <see cref="TextFingerprint"/>, whatever edits followed; null once the
/// message is deleted.</param>
internal sealed record PostedBefore(Message Message, byte[]? Fingerprint);

/// <summary>One topic's share of a commit.</summary>
/// <param name="Epoch">The epoch the writer holds.</param>
/// <param name="Expected">The head it builds on: the append is refused when the topic's head is another.</param>
/// <param name="Next">The head after it.</param>
/// <param name="LastActivityAt">The topic's activity time after it.</param>
/// <param name="Posted">New messages, with seq <c>Expected.Seq + 1 … Next.Seq</c>.</param>
/// <param name="Changed">Messages that were edited or deleted, as they are after it; no seq twice, none of <paramref name="Posted"/>.</param>
internal sealed record TopicAppend(
    Guid TopicId,
    long Epoch,
    TopicHead Expected,
    TopicHead Next,
    DateTimeOffset LastActivityAt,
    IReadOnlyList<Message> Posted,
    IReadOnlyList<MessageChange> Changed);

/// <param name="PostedFingerprint">Of the text as first posted: kept once an edit overwrites the text. Null when it is deleted:
/// then nothing is kept that tells its text.</param>
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
    /// <summary>Not stored: the topic has another epoch or head, or is gone.</summary>
    Fenced,
    /// <summary>Not stored: some of it had been posted before.</summary>
    Repeated,
}
