namespace Bulletin.Grains.Accounts;

/// <summary>A person as others see them: never a hash, an e-mail or a token.</summary>
/// <param name="Username">3–32 ASCII letters, digits, <c>.</c>, <c>_</c> or <c>-</c>. Unique, ignoring case.</param>
/// <param name="DisplayName">Any script; the username where none was given.</param>
[GenerateSerializer, Immutable, Alias("bulletin.user")]
public sealed record User(
    [property: Id(0)] Guid Id,
    [property: Id(1)] string Username,
    [property: Id(2)] string DisplayName,
    [property: Id(3)] DateTimeOffset CreatedAt);

/// <summary>Who asks, as the gateway has authenticated them.</summary>
[GenerateSerializer, Immutable, Alias("bulletin.actor")]
public sealed record Actor(
    [property: Id(0)] User User,
    [property: Id(1)] bool IsModerator);
