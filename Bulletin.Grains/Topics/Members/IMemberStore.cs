using Bulletin.Grains.Audit;

namespace Bulletin.Grains.Topics.Members;

/// <summary>
/// Stores who may see a topic. Every change of the members is made only if the members still have the version it was decided on, adds one to that
/// version and claims the topic (<see cref="IMessageLog.Claim"/>), in one transaction: no post can be committed by a writer that does
/// not know of it. Throws like <see cref="IMessageLog"/>.
/// </summary>
internal interface IMemberStore
{
    /// <summary>The members with their version, as of one moment; null if the topic does not exist or was removed.</summary>
    Task<TopicMembers?> Load(Guid topicId, CancellationToken cancellationToken);

    /// <summary>The version of the members; null if the topic does not exist or was removed.</summary>
    Task<long?> Version(Guid topicId, CancellationToken cancellationToken);

    /// <summary>
    /// Adds a member, who begins anew if they were one before, or changes their role. One who is there already keeps their <see cref="Member.Since"/>.
    /// </summary>
    /// <param name="addedBy">Who adds them; null if that is nobody whom they could be told of.</param>
    /// <param name="audit">Null unless an admin does this by their office.</param>
    /// <returns>Null if the members have another version: nothing was changed.</returns>
    Task<TopicClaim?> Put(Guid topicId, long version, Member member, Guid? addedBy, AuditEntry? audit, CancellationToken cancellationToken);

    /// <summary>Removes a member, revokes the invitations that they made, and deletes what they were notified of in the topic.</summary>
    /// <param name="isExpelled">Whether no invitation brings them back, until they are <see cref="Put"/> again.</param>
    /// <param name="audit">Null unless an admin does this by their office.</param>
    /// <returns>Null if the members have another version: nothing was changed.</returns>
    Task<TopicClaim?> Remove(Guid topicId, long version, Guid userId, bool isExpelled, DateTimeOffset at, AuditEntry? audit, CancellationToken cancellationToken);

    /// <summary>Adds a member by an invitation, which loses one use.</summary>
    /// <returns>Null if the members have another version, or the invitation can no longer be used, or not by them: nothing was changed.</returns>
    Task<TopicClaim?> Accept(Guid topicId, long version, Guid invitationId, Member member, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Takes a direct conversation from a person's list until it has a message after this seq.</summary>
    Task Hide(Guid topicId, Guid userId, long seq, CancellationToken cancellationToken);

    /// <summary>Puts a hidden conversation back into a person's list.</summary>
    Task Show(Guid topicId, Guid userId, CancellationToken cancellationToken);
}
