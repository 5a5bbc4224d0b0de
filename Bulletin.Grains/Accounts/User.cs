namespace Bulletin.Grains.Accounts;

/// <summary>A person as others see them. Never contains a hash, an e-mail address or a token.</summary>
/// <param name="Username">3–32 ASCII letters, digits, <c>.</c>, <c>_</c> or <c>-</c>. Unique, ignoring case.</param>
/// <param name="DisplayName">Any script; defaults to the username.</param>
[GenerateSerializer, Immutable, Alias("bulletin.user")]
public sealed record User(
    [property: Id(0)] Guid Id,
    [property: Id(1)] string Username,
    [property: Id(2)] string DisplayName,
    [property: Id(3)] DateTimeOffset CreatedAt);
