namespace Bulletin.Api.Limits;

/// <summary>Who reads what is held for them: a user, from an address.</summary>
/// <param name="Address">As <c>ClientAddress</c> counts them.</param>
public readonly record struct Receiver(Guid UserId, string Address);
