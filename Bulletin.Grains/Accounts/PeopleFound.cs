namespace Bulletin.Grains.Accounts;

/// <summary>
/// What one search came to. It looks at a bounded number of names, so that it costs the same however many share a beginning: a
/// page may be short, or empty, and yet not be the last.
/// </summary>
/// <param name="Next">Where to look on; null at the end of the list.</param>
[GenerateSerializer, Immutable, Alias("bulletin.people-found")]
public sealed record PeopleFound(
    [property: Id(0)] IReadOnlyList<User> Items,
    [property: Id(1)] PersonPlace? Next);

/// <summary>A place in a list of people.</summary>
/// <param name="NameKey">The folded name that was found.</param>
/// <param name="UsernameKey">Whose it is.</param>
[GenerateSerializer, Immutable, Alias("bulletin.person-place")]
public sealed record PersonPlace(
    [property: Id(0)] string NameKey,
    [property: Id(1)] string UsernameKey);
