namespace Bulletin.Grains.Accounts;

/// <summary>Knows who was invited to the site. Throws like the message log.</summary>
internal interface IInvitedPeople
{
    /// <summary>Whether the token of this hash belongs to an invitation that can be used.</summary>
    Task<bool> IsInvited(byte[] tokenHash, CancellationToken cancellationToken);
}
