using Bulletin.Grains.Accounts;

namespace Bulletin.Grains.Topics.Members;

/// <summary>Whoever has a usable invitation to a private topic is invited to the site. Signing up alone does not use it up; accepting it does.</summary>
internal sealed class InvitedPeople(IInvitationStore invitations, TimeProvider clock) : IInvitedPeople
{
    public async Task<bool> IsInvited(byte[] tokenHash, CancellationToken cancellationToken) =>
        await invitations.Find(tokenHash, cancellationToken) is { } found && found.IsUsable(clock.GetUtcNow());
}
