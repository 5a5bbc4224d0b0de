namespace Bulletin.Api.Limits;

/// <summary>The reader of a response or event: a user, and their address.</summary>
/// <param name="Address">As grouped by <c>ClientAddress</c>.</param>
public readonly record struct Receiver(Guid UserId, string Address);
