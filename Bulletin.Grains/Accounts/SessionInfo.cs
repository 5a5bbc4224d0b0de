namespace Bulletin.Grains.Accounts;

/// <summary>A session as its owner sees it, without anything that would allow continuing it.</summary>
/// <param name="LastSeenAt">When it began or was last refreshed, which a client in use does once in the life of an access token.</param>
/// <param name="Client">The <c>User-Agent</c> at that time (<see cref="ClientText"/>); null if unknown.</param>
/// <param name="Address">The client's address at that time, as rate limits count it; null if unknown.</param>
[GenerateSerializer, Immutable, Alias("bulletin.session-info")]
public sealed record SessionInfo(
    [property: Id(0)] Guid Id,
    [property: Id(1)] DateTimeOffset CreatedAt,
    [property: Id(2)] DateTimeOffset LastSeenAt,
    [property: Id(3)] string? Client,
    [property: Id(4)] string? Address)
{
    internal static SessionInfo Of(StoredSession session) => new(session.Id, session.CreatedAt, session.LastUsedAt, session.Client, session.Address);
}
