using Orleans.Concurrency;

namespace Bulletin.Grains.Topics.Members;

[StatelessWorker, Reentrant]
internal sealed class InvitationsGrain(IInvitationStore store, IMemberStore members, TimeProvider clock) : Grain, IInvitationsGrain
{
    public async Task<Invitation?> Find(byte[] tokenHash, CancellationToken cancellationToken) =>
        await store.Find(tokenHash, cancellationToken) is { } found && found.IsUsable(clock.GetUtcNow()) ? found : null;

    public async Task<Invitation?> FindFor(Guid userId, byte[] tokenHash, CancellationToken cancellationToken)
    {
        if (await store.Find(tokenHash, cancellationToken) is not { } found) return null;
        if (found.IsUsable(clock.GetUtcNow())) return found;
        return (await members.Load(found.TopicId, cancellationToken))?.Has(userId) == true ? found : null;
    }
}
