namespace Bulletin.Grains.Accounts;

/// <summary>Changes an account through the admin API. Null fields stay unchanged.</summary>
/// <param name="Actor">An admin, with their origin.</param>
/// <param name="Lift">Whether to end the suspension. Not together with <paramref name="Suspend"/>.</param>
[GenerateSerializer, Immutable, Alias("bulletin.administer-account")]
public sealed record AdministerAccount(
    [property: Id(0)] Guid UserId,
    [property: Id(1)] Actor Actor,
    [property: Id(2)] string? DisplayName = null,
    [property: Id(3)] SiteRole? Role = null,
    [property: Id(4)] Suspend? Suspend = null,
    [property: Id(5)] bool Lift = false);

/// <param name="Until">Null: until it is lifted.</param>
/// <param name="Reason">1–500 characters.</param>
[GenerateSerializer, Immutable, Alias("bulletin.suspend")]
public sealed record Suspend(
    [property: Id(0)] DateTimeOffset? Until,
    [property: Id(1)] string Reason);

/// <summary>Creates an account without a password, and the link by which its owner sets one, as in <see cref="BeginReset"/>.</summary>
[GenerateSerializer, Immutable, Alias("bulletin.create-account")]
public sealed record CreateAccount(
    [property: Id(0)] string Username,
    [property: Id(1)] string? DisplayName,
    [property: Id(2)] SiteRole Role,
    [property: Id(3)] Actor Actor,
    [property: Id(4)] byte[] TokenHash,
    [property: Id(5)] DateTimeOffset ExpiresAt);

/// <summary>Begins the reset of a forgotten password.</summary>
/// <param name="TokenHash">SHA-256 of the token in the link. Only the hash is stored.</param>
/// <param name="ExpiresAt">When the link stops working.</param>
[GenerateSerializer, Immutable, Alias("bulletin.begin-reset")]
public sealed record BeginReset(
    [property: Id(0)] Guid UserId,
    [property: Id(1)] byte[] TokenHash,
    [property: Id(2)] DateTimeOffset ExpiresAt,
    [property: Id(3)] Actor Actor);

/// <summary>Ends the reset of a forgotten password: sets the new one, and ends all sessions.</summary>
/// <param name="Address">The client's address as rate limits count it.</param>
[GenerateSerializer, Immutable, Alias("bulletin.reset-password")]
public sealed record ResetPassword(
    [property: Id(0)] byte[] TokenHash,
    [property: Id(1)] string NewPassword,
    [property: Id(2)] string Address);
