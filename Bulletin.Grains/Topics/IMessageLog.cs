using Bulletin.Grains.Audit;
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

    /// <summary>The messages with these seqs, in any order; without those that do not exist.</summary>
    /// <param name="seqs">At most <see cref="Topic.MostPins"/>, each once.</param>
    Task<IReadOnlyList<Message>> Some(Guid topicId, IReadOnlyList<long> seqs, CancellationToken cancellationToken);

    /// <summary>Messages with <c>revision &gt; after</c> in ascending revision.</summary>
    Task<IReadOnlyList<Message>> ChangedAfter(Guid topicId, long after, int limit, CancellationToken cancellationToken);

    /// <summary>The earlier texts of a message, oldest first: the latest of them, as many as are kept and fit into a page.</summary>
    Task<IReadOnlyList<EarlierText>> History(Guid topicId, long seq, CancellationToken cancellationToken);

    /// <summary>The oldest messages that are not deleted and were posted before a time, from the seq on that <see cref="ITopicStore.ExpiredUpTo"/> has noted. However
    /// many deleted ones are among them, this reads a limited number of rows.</summary>
    /// <returns>Null if there is nothing to delete or to note.</returns>
    Task<ExpiredMessages?> Expired(Guid topicId, DateTimeOffset before, int limit, CancellationToken cancellationToken);

    /// <returns>The message this author posted with this client id, and the fingerprint of its original text.</returns>
    Task<PostedBefore?> FindPosted(Guid topicId, Guid authorId, Guid clientId, CancellationToken cancellationToken);
}

/// <param name="Messages">By seq.</param>
/// <param name="UpTo">Once these are deleted, every message up to this seq is.</param>
/// <param name="More">Whether there may be more after it.</param>
internal sealed record ExpiredMessages(IReadOnlyList<Message> Messages, long UpTo, bool More);

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
/// <param name="Acts">What of it goes into the audit log. Nearly always empty.</param>
internal sealed record TopicAppend(
    Guid TopicId,
    long Epoch,
    TopicHead Expected,
    TopicHead Next,
    DateTimeOffset LastActivityAt,
    IReadOnlyList<Message> Posted,
    IReadOnlyList<MessageChange> Changed,
    IReadOnlyList<AuditEntry> Acts);

/// <param name="PostedFingerprint">The fingerprint of the text that this change overwrites: storage keeps the first, that of the original.
/// Null if it overwrites none, and on deletion: nothing derived from the text is kept.</param>
/// <param name="Earlier">The text that this change overwrites, if it is to be kept as history. Null otherwise. Of the texts of a message the latest
/// <see cref="EarlierText.MostOfMessage"/> are kept.</param>
/// <param name="ForgetsEarlier">Whether all history of the message goes. A deletion always does that.</param>
internal sealed record MessageChange(Message Message, byte[]? PostedFingerprint, EarlierText? Earlier = null, bool ForgetsEarlier = false)
{
    /// <summary>Whether storage deletes the earlier texts of the message.</summary>
    public bool Forgets => ForgetsEarlier || Message.DeletedAt is not null;
}

/// <summary>A text that a message had before an edit.</summary>
/// <param name="Revision">The revision that gave the message this text.</param>
/// <param name="At">When it got this text.</param>
[GenerateSerializer, Immutable, Alias("bulletin.earlier-text")]
public sealed record EarlierText(
    [property: Id(0)] long Revision,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] string Text)
{
    internal const int MostOfMessage = 100;
}

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
