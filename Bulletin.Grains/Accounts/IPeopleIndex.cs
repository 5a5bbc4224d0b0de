namespace Bulletin.Grains.Accounts;

/// <summary>People by the beginnings of their names, from storage. Throws as the message log does.</summary>
internal interface IPeopleIndex
{
    /// <summary>
    /// People whose username, display name or one of its words begins with what is typed, whatever the case and accents, each
    /// once, by what was found and then by username. Nothing typed finds everybody by username.
    /// </summary>
    /// <param name="after">Where the page before ended; null for the first.</param>
    Task<PeopleFound> Find(string typed, int limit, PersonPlace? after, CancellationToken cancellationToken);

    /// <summary>Where somebody stands in a list; null if that is nowhere.</summary>
    Task<PersonPlace?> PlaceOf(string username, string typed, CancellationToken cancellationToken);
}
