namespace Bulletin.Grains.Accounts;

/// <summary>
/// The result of one search. It reads a limited number of names, so its cost does not depend on how many share a prefix. A page
/// may be short or empty without being the last.
/// </summary>
/// <param name="Next">Where to continue; null at the end of the list.</param>
[GenerateSerializer, Immutable, Alias("bulletin.people-found")]
public sealed record PeopleFound(
    [property: Id(0)] IReadOnlyList<User> Items,
    [property: Id(1)] PersonPlace? Next);

/// <summary>A position in a list of people.</summary>
/// <param name="NameKey">The folded name that matched.</param>
/// <param name="UsernameKey">The username it belongs to.</param>
[GenerateSerializer, Immutable, Alias("bulletin.person-place")]
public sealed record PersonPlace(
    [property: Id(0)] string NameKey,
    [property: Id(1)] string UsernameKey);
