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

    private readonly SqlTopicsBehind behind = Topics(database);

    internal static SqlTopicsBehind Topics(SqlDatabase database) => new(database, "search_marks", $"t.revision > {Marked}");

    public Task<IReadOnlyList<Guid>> Behind(DateTimeOffset since, DateTimeOffset until, int limit, CancellationToken cancellationToken) =>
        behind.Behind(since, until, limit, cancellationToken);

    public Task<(IReadOnlyList<Guid> Topics, Guid? Last)> Behind(Guid after, int some, CancellationToken cancellationToken) =>
        behind.Behind(after, some, cancellationToken);

    public async Task<int> CountBehind(int limit, CancellationToken cancellationToken)
    {
        var count = 0;
        for (Guid? after = Guid.Empty; after is { } last && count < limit;)
        {
            (var found, after) = await Behind(last, CountedAtOnce, cancellationToken);
            count += found.Count;
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
}
