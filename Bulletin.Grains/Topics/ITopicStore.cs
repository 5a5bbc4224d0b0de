using Bulletin.Grains.Audit;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Topics;

/// <summary>Stores the topics themselves, without their messages. Throws like <see cref="IMessageLog"/>.</summary>
internal interface ITopicStore
{
    /// <summary>Stores a topic and its members together, who get version 1; those of a public topic, who are none, have version 0.</summary>
    /// <returns>False if a topic with this id exists or has existed: nothing was changed.</returns>
    Task<bool> Create(Topic topic, TopicMembers members, CancellationToken cancellationToken);

    /// <summary>Stores the topic's name and description, and whether it is locked and resolved; nothing else of it but its retention.</summary>
    /// <param name="retention">Null if it stays as it is.</param>
    /// <param name="audit">Null unless an admin or moderator does this by their office.</param>
    /// <returns>False if the topic does not exist, or its members have another version, or its retention is not what it was taken to be.</returns>
    Task<bool> Describe(Topic topic, RetentionChange? retention, AuditEntry? audit, CancellationToken cancellationToken);

    /// <summary>Stores which messages are pinned, and nothing else of the topic.</summary>
    /// <param name="was">The pins that this was decided on; null for none.</param>
    /// <returns>False if the topic does not exist, or its members have another version, or others are pinned by now.</returns>
    Task<bool> Pin(Topic topic, IReadOnlyList<long>? was, CancellationToken cancellationToken);

    /// <summary>How long a topic keeps its messages, as of now; null if it does not exist or was removed.</summary>
    Task<TopicRetention?> Retention(Guid topicId, CancellationToken cancellationToken);

    /// <summary>Marks the topic as removed and advances its epoch, so no append can follow. Its messages are no longer read.</summary>
    /// <returns>False if it was removed already, or its members have another version.</returns>
    /// <param name="audit">Null unless an admin or moderator does this by their office.</param>
    Task<bool> Remove(Topic topic, DateTimeOffset at, AuditEntry? audit, CancellationToken cancellationToken);

    /// <summary>Brings a removed topic back with all of its messages, members and invitations, and advances its epoch.</summary>
    /// <returns>False if it was not removed, or its messages have begun to be deleted.</returns>
    Task<bool> Restore(Guid topicId, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Whether a topic is removed, and whether its messages have begun to be deleted; null if no topic ever had this id.</summary>
    Task<RemovedState?> Removal(Guid topicId, CancellationToken cancellationToken);

    /// <summary>Deletes up to <paramref name="some"/> messages of a topic that was removed at or before a time, or is being emptied. With the last go its members and invitations.
    /// The topic's row stays, so its id is never reused. From the first on, it can't be restored.</summary>
    /// <returns>False once no such topic has messages left.</returns>
    Task<bool> EmptyRemoved(DateTimeOffset removedBy, DateTimeOffset at, int some, CancellationToken cancellationToken);

    /// <summary>Topics that may hold messages to delete by age: up to <paramref name="some"/> with an id above <paramref name="after"/>, by id.</summary>
    /// <param name="siteDays">The site's setting; null if it keeps messages for ever.</param>
    /// <returns>Each topic with a message, the oldest that is not known to be deleted, that is older than the topic's own setting, or else the site's.</returns>
    Task<ExpiringTopics> Expiring(int? siteDays, DateTimeOffset now, Guid after, int some, CancellationToken cancellationToken);

    /// <summary>Notes that every message up to a seq is deleted, so that nobody looks for older ones among them.</summary>
    Task ExpiredUpTo(Guid topicId, long seq, CancellationToken cancellationToken);

    /// <summary>Deletes up to <paramref name="some"/> earlier texts of messages if the site, as of now, keeps none.</summary>
    /// <returns>Whether there may be more to delete.</returns>
    Task<bool> ForgetEarlierTexts(int some, CancellationToken cancellationToken);

    /// <summary>
    /// Advances the revision of every topic, and the version of its members, beyond any that a client or gateway may have seen. For a database restored to a time
    /// before its last commit: lost revisions are not reused, and clients that have one are told to reset.
    /// </summary>
    /// <returns>The number of topics.</returns>
    Task<long> LeaveRevisionsBehind(CancellationToken cancellationToken);
}

/// <param name="IsEmptying">Whether its messages have begun to be deleted.</param>
/// <param name="Name">The name of the topic, for the audit log.</param>
internal sealed record RemovedState(bool IsRemoved, bool IsEmptying, string Name = "");

/// <param name="OwnDays">The topic's setting: null as the site says, 0 for ever.</param>
/// <param name="SiteDays">The site's setting; null for ever.</param>
internal sealed record TopicRetention(int? OwnDays, int? SiteDays)
{
    /// <summary>0: for ever.</summary>
    public int Days => OwnDays ?? SiteDays ?? 0;
}

/// <param name="Was">What the change was decided on.</param>
/// <param name="Days">Null as the site says, 0 for ever.</param>
internal sealed record RetentionChange(int? Was, int? Days);

/// <param name="Last">The last topic that was looked at; null if there are no more.</param>
internal sealed record ExpiringTopics(IReadOnlyList<Guid> Topics, Guid? Last);
