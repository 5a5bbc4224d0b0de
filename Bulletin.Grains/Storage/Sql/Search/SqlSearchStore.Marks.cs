using Bulletin.Grains.Search.Analysis;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql.Search;

internal sealed partial class SqlSearchStore
{
    private const int CountedAtOnce = 5_000;

    private const string LastRebuild = "(SELECT coalesce(max(asked_at), 0) FROM search_rebuilds)";

    /// <summary>Of marks <c>f</c>: whether they are of the last rebuild and of this version of the analyzer, or of a later one.</summary>
    /// <remarks>A topic that a later version has indexed is left to it, so that two versions beside each other do not undo each other's work. After going back
    /// to an earlier version, a rebuild takes them over.</remarks>
    private static readonly string
        IsCurrent = $"f.rebuild >= {LastRebuild} AND f.version = {TextAnalyzer.Version}",
        IsLater = $"f.rebuild >= {LastRebuild} AND f.version > {TextAnalyzer.Version}";

    /// <summary>Of topics <c>t</c> and their marks <c>f</c>: which revisions are not yet indexed. Those after the mark are recent; those up to the floor are
    /// history, which is indexed from its end. Without a mark that counts, all is history.</summary>
    private static readonly string
        Marked = $"CASE WHEN {IsCurrent} THEN f.revision ELSE t.revision END",
        Floor = $"CASE WHEN {IsCurrent} THEN f.floor WHEN {IsLater} THEN 0 ELSE t.revision END";

    private readonly SqlTopicsBehind behind = Topics(database);

    internal static SqlTopicsBehind Topics(SqlDatabase database) => new(
        database, "search_marks", isAhead: $"t.revision > CASE WHEN {IsCurrent} THEN f.revision WHEN {IsLater} THEN t.revision ELSE 0 END", hasHistory: $"{Floor} > 0");

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
