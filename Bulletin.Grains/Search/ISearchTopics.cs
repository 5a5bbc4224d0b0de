namespace Bulletin.Grains.Search;

/// <summary>Finds the topics that a search names.</summary>
internal interface ISearchTopics
{
    /// <summary>How many topics one search may be about.</summary>
    const int Most = 100;

    /// <summary>Those of these topics that somebody may see, up to <see cref="Most"/>.</summary>
    /// <param name="viewer">Null: who may see all.</param>
    /// <param name="names">The topics with one of these names, ignoring case and accents. Several may bear the same.</param>
    /// <param name="ids">And these.</param>
    /// <exception cref="StorageUnavailableException">The database is unavailable.</exception>
    Task<IReadOnlyList<Guid>> Find(Guid? viewer, IReadOnlyList<string> names, IReadOnlyList<Guid> ids, CancellationToken cancellationToken);
}
