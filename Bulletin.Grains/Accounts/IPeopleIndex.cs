namespace Bulletin.Grains.Accounts;

/// <summary>People by name prefix, from storage. Throws like the message log.</summary>
internal interface IPeopleIndex
{
    /// <summary>
    /// People whose username, display name or a word of it starts with the given text, ignoring case and accents. Each is
    /// listed once, ordered by the matching name and then by username. An empty text returns everybody by username.
    /// </summary>
    /// <param name="after">Where the previous page ended; null for the first.</param>
    Task<PeopleFound> Find(string typed, int limit, PersonPlace? after, CancellationToken cancellationToken);

    /// <summary>The people with these ids, in any order, also those who have closed their account; without ids that nobody has.</summary>
    Task<IReadOnlyList<User>> ByIds(IReadOnlyList<Guid> ids, CancellationToken cancellationToken);

    /// <summary>The people with these usernames, in any order; without names that nobody has.</summary>
    /// <param name="usernameKeys">As in <see cref="Usernames.Key"/>.</param>
    Task<IReadOnlyList<User>> ByNames(IReadOnlyList<string> usernameKeys, CancellationToken cancellationToken);

    /// <summary>A person's position in a list; null if they are not in it.</summary>
    Task<PersonPlace?> PlaceOf(string username, string typed, CancellationToken cancellationToken);
}
