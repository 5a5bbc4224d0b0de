using Orleans.Concurrency;

namespace Bulletin.Grains.Topics.Members;

[StatelessWorker, Reentrant]
internal sealed class InvitationsGrain(IInvitationStore store, TimeProvider clock) : Grain, IInvitationsGrain
{
    public async Task<Invitation?> Find(byte[] tokenHash, CancellationToken cancellationToken) =>
        await store.Find(tokenHash, cancellationToken) is { } found && found.IsUsable(clock.GetUtcNow()) ? found : null;
}
