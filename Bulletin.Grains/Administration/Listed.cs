using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;
using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Administration;

/// <summary>An account as admins see it.</summary>
/// <param name="LastSeenAt">When a session of theirs last began or was refreshed; null if never. Precise to some minutes.</param>
/// <param name="IsClosed">Whether the account was closed or removed: only an anonymous name is left.</param>
/// <param name="HasPassword">False until the owner of an account that an admin has created sets one.</param>
[GenerateSerializer, Immutable, Alias("bulletin.listed-user")]
public sealed record ListedUser(
    [property: Id(0)] User User,
    [property: Id(1)] SiteRole Role,
    [property: Id(2)] Suspension? Suspension,
    [property: Id(3)] DateTimeOffset? LastSeenAt,
    [property: Id(4)] bool IsClosed,
    [property: Id(5)] bool HasPassword);

/// <summary>What an account has left on the site, each counted up to <see cref="Most"/>: what a confirmation of its removal names.</summary>
[GenerateSerializer, Immutable, Alias("bulletin.user-traces")]
public sealed record UserTraces(
    [property: Id(0)] int Messages,
    [property: Id(1)] int TopicsCreated,
    [property: Id(2)] int Memberships,
    [property: Id(3)] int OpenReports)
{
    public const int Most = 100;
}

[GenerateSerializer, Immutable, Alias("bulletin.user-details")]
public sealed record UserDetails(
    [property: Id(0)] ListedUser User,
    [property: Id(1)] UserTraces Traces);

/// <summary>A topic as admins see it. It carries no text: reading a private topic's messages is recorded.</summary>
/// <param name="Topic">Without its last message, and without the people of a direct conversation.</param>
/// <param name="RemovedAt">When it was removed; null if it was not.</param>
/// <param name="IsEmptied">Whether its messages are gone, so that it can't be restored.</param>
/// <param name="RetentionDays">Its own setting: null for the site's, 0 for ever.</param>
[GenerateSerializer, Immutable, Alias("bulletin.listed-topic")]
public sealed record ListedTopic(
    [property: Id(0)] Topic Topic,
    [property: Id(1)] DateTimeOffset? RemovedAt,
    [property: Id(2)] bool IsEmptied,
    [property: Id(3)] int? RetentionDays);

/// <summary>A message and where it is.</summary>
/// <param name="Topic">As in <see cref="ListedTopic"/>.</param>
[GenerateSerializer, Immutable, Alias("bulletin.listed-message")]
public sealed record ListedMessage(
    [property: Id(0)] Message Message,
    [property: Id(1)] Topic Topic);

/// <param name="Actor">Null: an operator, by a command on the server.</param>
[GenerateSerializer, Immutable, Alias("bulletin.listed-act")]
public sealed record ListedAct(
    [property: Id(0)] AuditEntry Entry,
    [property: Id(1)] User? Actor);
