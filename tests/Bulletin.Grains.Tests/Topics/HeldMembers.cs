using Bulletin.Grains.Audit;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Tests.Topics;

/// <summary>A store whose changes of members wait while they are held, and fail when told to.</summary>
internal sealed class HeldMembersStore(IMemberStore store, HeldLookups changes, Faults faults) : IMemberStore
{
    public Task<TopicMembers?> Load(Guid topicId, CancellationToken cancellationToken) => store.Load(topicId, cancellationToken);

    public Task<long?> Version(Guid topicId, CancellationToken cancellationToken) => store.Version(topicId, cancellationToken);

    public Task<TopicClaim?> Put(Guid topicId, long version, Member member, Guid? addedBy, AuditEntry? audit, CancellationToken cancellationToken) =>
        Change(() => store.Put(topicId, version, member, addedBy, audit, cancellationToken));

    public Task<TopicClaim?> Remove(Guid topicId, long version, Guid userId, bool isExpelled, DateTimeOffset at, AuditEntry? audit, CancellationToken cancellationToken) =>
        Change(() => store.Remove(topicId, version, userId, isExpelled, at, audit, cancellationToken));

    public Task<TopicClaim?> Accept(Guid topicId, long version, Guid invitationId, Member member, DateTimeOffset at, CancellationToken cancellationToken) =>
        Change(() => store.Accept(topicId, version, invitationId, member, at, cancellationToken));

    public Task Hide(Guid topicId, Guid userId, long seq, CancellationToken cancellationToken) => store.Hide(topicId, userId, seq, cancellationToken);

    public Task Show(Guid topicId, Guid userId, CancellationToken cancellationToken) => store.Show(topicId, userId, cancellationToken);

    private async Task<TopicClaim?> Change(Func<Task<TopicClaim?>> change)
    {
        await changes.Pass();
        var fault = faults.Next();
        if (fault == Fault.BeforeCommit) throw new StorageUnavailableException("Failed before the commit, as told.");
        var claim = await change();
        if (fault == Fault.AfterCommit) throw new StorageUnavailableException("Failed after the commit, as told.");
        return claim;
    }
}
