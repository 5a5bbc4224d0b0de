using Bulletin.Grains.Search;

namespace Bulletin.Grains.Storage.Sql.Search;

/// <summary>The search index, in the database of the messages.</summary>
internal sealed partial class SqlSearchStore(SqlDatabase database, SqlSearchTerms terms) : ISearchStore
{
    /// <summary>How many topics a query names.</summary>
    private const int MostOwn = 500;

    public async Task<IReadOnlyList<FoundMessage>> Find(SearchCriteria criteria, Guid? viewer, long? before, int limit, CancellationToken cancellationToken)
    {
        var until = criteria.Until is { } time ? SearchPlaces.First(time) : long.MaxValue;
        var from = criteria.From is { } start ? SearchPlaces.First(start) : 0;
        var isNarrow = criteria.Authors.Count + criteria.Topics.Count + criteria.Mentioned.Count > 0;
        var own = viewer is { } person ? await Own(person, cancellationToken) : null;
        // Even if they ask for days only: others' private messages of these days are not looked at.
        var condition = OwnTerms.Of(criteria) ?? (own is null ? null : OwnTerms.Readable(own));
        return await terms.Find(new(condition, own, isNarrow, viewer, from, Math.Min(until, before ?? long.MaxValue)), limit, cancellationToken);
    }

    /// <summary>
    /// The person's private topics and conversations. Only these and what is public are looked at, so that the time which a search takes tells nothing of what
    /// others say in theirs. Who may read what is found is decided by the statement that finds it.
    /// </summary>
    /// <returns>Null if the person has too many topics for a query.</returns>
    private async Task<IReadOnlyList<Guid>?> Own(Guid viewer, CancellationToken cancellationToken)
    {
        var own = await database.Query(
            "SELECT topic_id FROM topic_members WHERE user_id = @viewer LIMIT @most", row => row.GetGuid(0), cancellationToken, ("viewer", viewer), ("most", MostOwn + 1));
        return own.Count > MostOwn ? null : own;
    }
}
