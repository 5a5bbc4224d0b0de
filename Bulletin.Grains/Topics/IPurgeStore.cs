using Bulletin.Grains.Audit;

namespace Bulletin.Grains.Topics;

/// <summary>Notes what operators have asked to purge, and deletes what no topic grain can. Throws like <see cref="IMessageLog"/>.</summary>
internal interface IPurgeStore
{
    /// <summary>Notes that everything somebody has written up to a time is to be deleted for good. A later time replaces an earlier one.</summary>
    /// <returns>False if there is no such user.</returns>
    Task<bool> PurgeUser(Guid userId, DateTimeOffset at, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Notes that a removed topic is to be emptied at once, and takes the texts of its messages out of reports and the audit log.</summary>
    /// <returns>False if the topic is not removed.</returns>
    Task<bool> PurgeTopic(Guid topicId, DateTimeOffset at, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Users to purge who were noted up to a time, oldest first.</summary>
    Task<IReadOnlyList<UserPurge>> Noted(DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="some"/> of the messages that a purge is about, whether or not they are deleted, in order of their time.</summary>
    /// <param name="after">The last one that was read; null at first.</param>
    Task<IReadOnlyList<WrittenMessage>> Written(UserPurge purge, WrittenMessage? after, int some, CancellationToken cancellationToken);

    /// <summary>Deletes a message of a removed topic as the topic's grain would. Idempotent.</summary>
    /// <returns>False if the topic is not removed.</returns>
    Task<bool> DeleteRemoved(Guid topicId, long seq, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Takes the texts of somebody's messages out of reports and the audit log, and the note away, unless a later one has replaced it.</summary>
    Task End(UserPurge purge, CancellationToken cancellationToken);
}

/// <param name="At">Everything written up to then is to be deleted.</param>
internal sealed record UserPurge(Guid UserId, DateTimeOffset At);

internal sealed record WrittenMessage(Guid TopicId, long Seq, DateTimeOffset CreatedAt, bool IsDeleted, bool IsTopicRemoved);
