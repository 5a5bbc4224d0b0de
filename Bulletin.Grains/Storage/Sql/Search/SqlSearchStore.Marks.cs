using Bulletin.Grains.Search.Analysis;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql.Search;

internal sealed partial class SqlSearchStore
{
    private const int CountedAtOnce = 5_000;

    private const string LastRebuild = "(SELECT coalesce(max(asked_at), 0) FROM search_rebuilds)";

    /// <summary>Of topics <c>t</c> and their marks <c>f</c>: how far they are indexed as they should be now.</summary>
    /// <remarks>A topic that a later version has indexed is left to it, so that two versions beside each other do not undo each other's work. After going back
    /// to an earlier version, a rebuild takes them over.</remarks>
    private static readonly string Marked = $"""
        CASE WHEN f.rebuild < {LastRebuild} THEN 0 WHEN f.version > {TextAnalyzer.Version} THEN t.revision WHEN f.version = {TextAnalyzer.Version} THEN f.revision ELSE 0 END
        """;

    // Two indexes, word for word their predicates.
    internal static readonly string Active = $"""
        SELECT b.id
        FROM (
          {ActiveWhere("t.removed_at IS NULL AND t.access = 0")}
          UNION ALL
          {ActiveWhere("t.removed_at IS NULL AND t.access > 0")}
        ) b
        ORDER BY b.last_activity_at, b.id
        LIMIT @limit
        """;

    private static readonly string Walked = $"""
        SELECT t.id, t.removed_at IS NULL AND t.revision > {Marked}
        FROM topics t
        LEFT JOIN search_marks f ON f.topic_id = t.id
        WHERE t.id > @after
        ORDER BY t.id
        LIMIT @some
        """;

    public async Task<IReadOnlyList<Guid>> Behind(DateTimeOffset since, DateTimeOffset until, int limit, CancellationToken cancellationToken) => await database.Query(
        Active, row => row.GetGuid(0), cancellationToken, ("since", Milliseconds(since)), ("until", Milliseconds(until)), ("limit", limit));

    public async Task<(IReadOnlyList<Guid> Topics, Guid? Last)> Behind(Guid after, int some, CancellationToken cancellationToken)
    {
        var topics = await database.Query(
            Walked, row => (Id: row.GetGuid(0), IsBehind: row.GetBoolean(1)), cancellationToken, ("after", after), ("some", some));
        return ([.. topics.Where(topic => topic.IsBehind).Select(topic => topic.Id)], topics.Count < some ? null : topics[^1].Id);
    }

    public async Task<int> CountBehind(int limit, CancellationToken cancellationToken)
    {
        var count = 0;
        for (Guid? after = Guid.Empty; after is { } last && count < limit;)
        {
            (var behind, after) = await Behind(last, CountedAtOnce, cancellationToken);
            count += behind.Count;
        }
        return Math.Min(count, limit);
    }

    public Task Rebuild(DateTimeOffset at, CancellationToken cancellationToken) => database.Change(
        $"""
        INSERT INTO search_rebuilds (asked_at)
        SELECT CASE WHEN {LastRebuild} < @at THEN @at ELSE {LastRebuild} + 1 END
        RETURNING asked_at
        """,
        _ => true, cancellationToken, ("at", Milliseconds(at)));

    public async Task<DateTimeOffset?> RebuildAsked(CancellationToken cancellationToken)
    {
        var last = await database.Query("SELECT max(asked_at) FROM search_rebuilds", row => row.IsDBNull(0) ? (DateTimeOffset?)null : Time(row, 0), cancellationToken);
        return last[0];
    }

    private static string ActiveWhere(string listed) => $"""
        SELECT t.id, t.last_activity_at
        FROM topics t
        LEFT JOIN search_marks f ON f.topic_id = t.id
        WHERE {listed} AND t.last_activity_at >= @since AND t.last_activity_at < @until AND t.revision > {Marked}
        """;
}
