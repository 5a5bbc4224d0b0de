namespace Bulletin.Grains.Search;

/// <summary>Searches the messages that somebody may read. Stateless: any number of activations on each silo.</summary>
[Alias("bulletin.search-grain")]
public interface ISearchGrain : IGrainWithIntegerKey
{
    /// <summary>Finds messages, the newest first.</summary>
    /// <param name="viewer">Who searches: only what they may read now is found. Null: an admin through the admin API, who reaches everything.</param>
    /// <param name="after">Where the page before this one has ended. Null: the first page.</param>
    /// <param name="limit">1 to 200. A page has fewer messages if their texts are long.</param>
    /// <exception cref="StorageUnavailableException">The database is unavailable.</exception>
    /// <exception cref="SearchBusyException">The search took too long, or too many run already.</exception>
    [Alias("search")]
    Task<SearchPage> Search(Guid? viewer, SearchQuery query, long? after, int limit, CancellationToken cancellationToken);

    /// <summary>The topics that somebody may see among those that a search names.</summary>
    /// <param name="viewer">Null: an admin through the admin API, who sees all of them.</param>
    /// <param name="named">Names, ignoring case and accents, or ids. Several topics may bear the same name.</param>
    /// <returns>At most 100. What they may not see is missing, like what does not exist.</returns>
    /// <exception cref="StorageUnavailableException">The database is unavailable.</exception>
    [Alias("topics")]
    Task<IReadOnlyList<Guid>> Topics(Guid? viewer, IReadOnlyList<string> named, CancellationToken cancellationToken);
}
