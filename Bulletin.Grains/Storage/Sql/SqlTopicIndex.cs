using Bulletin.Grains.Directory;
using Bulletin.Grains.Names;
using Bulletin.Grains.Topics;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>
/// All public topics by most recent activity: each page walks their index from where the previous one ended. And those of one person,
/// by the same order.
/// </summary>
/// <remarks>The index can't find part of a name, and one that could would have to be updated with every post. So a search also
/// walks this index. It reads a limited number of topics, and only a few searches run concurrently, so it costs little compared
/// with posts, however many topics there are.</remarks>
internal sealed class SqlTopicIndex(SqlDatabase database) : ITopicIndex, IDisposable
{
    private const int SearchesAtOnce = 2, IdsAtOnce = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim searches = new(SearchesAtOnce);

    /// <summary>How many topics one search reads.</summary>
    public int Reach { get; init; } = 10_000;

    public async Task<IReadOnlyList<Topic>> Page(Guid? of, int limit, DirectoryCursor? after, CancellationToken cancellationToken) =>
        await Read(of, Listed(of, after), [("limit", limit), .. Place(of, after)], cancellationToken);

    public async Task<IReadOnlySet<Guid>> Listed(Guid? of, IReadOnlyCollection<Guid> topicIds, CancellationToken cancellationToken)
    {
        HashSet<Guid> listed = [];
        foreach (var some in topicIds.Distinct().Chunk(IdsAtOnce))
            listed.UnionWith(await database.Query(
                $"SELECT t.id {(of is null ? Public : Own)} AND t.id IN ({string.Join(", ", some.Select((_, at) => $"@topic{at}"))})",
                row => row.GetGuid(0), cancellationToken, [.. some.Select((id, at) => ($"topic{at}", (object?)id)), .. Place(of, after: null)]));
        return listed;
    }

    public async Task<TopicsFound> Search(Guid? of, string query, int limit, DirectoryCursor? after, CancellationToken cancellationToken)
    {
        if (!await searches.WaitAsync(Patience, cancellationToken)) throw new StorageUnavailableException("Too many concurrent searches.");
        try
        {
            var patterns = NameFolding.Words(query).Select((word, at) => ($"word{at}", (object?)$"%{LikePattern.Escape(word)}%")).ToArray();
            var found = await Read(
                of, Searched(of, after, patterns.Length), [("limit", limit + 1), ("reach", Reach), .. patterns, .. Place(of, after)], cancellationToken);
            return found.Count > limit
                ? new([.. found.Take(limit)], DirectoryCursor.Of(found[limit - 1]))
                : new(found, await Beyond(of, after, cancellationToken));
        }
        finally
        {
            searches.Release();
        }
    }

    public void Dispose() => searches.Dispose();

    /// <summary>
    /// Where a search stopped reading; null at the end of the list. Skips no more topics than the search itself has read.
    /// </summary>
    private async Task<DirectoryCursor?> Beyond(Guid? of, DirectoryCursor? after, CancellationToken cancellationToken)
    {
        var last = await database.Query($"{Listed(of, after)} OFFSET @passed",
            row => new DirectoryCursor(Time(row, 5), row.GetGuid(0)), cancellationToken, [("limit", 1), ("passed", Reach - 1), .. Place(of, after)]);
        return last.Count > 0 ? last[0] : null;
    }

    private static (string, object?)[] Place(Guid? of, DirectoryCursor? after) =>
    [
        .. of is { } person ? [("of", person)] : Array.Empty<(string, object?)>(),
        .. after is { } cursor ? [("at", Milliseconds(cursor.LastActivityAt)), ("id", cursor.TopicId)] : Array.Empty<(string, object?)>(),
    ];

    // Word for word the predicate of the index topics_by_activity.
    private const string Public = "FROM topics t WHERE t.removed_at IS NULL AND t.access = 0";

    // Their own are few enough to be read whole and sorted. CROSS JOIN: from the person to the topics, and never the other way round.
    private const string Own = """
        FROM topic_members o CROSS JOIN topics t
        WHERE o.user_id = @of AND t.id = o.topic_id AND t.removed_at IS NULL AND (o.hidden_seq IS NULL OR t.seq > o.hidden_seq)
        """;

    internal static string Listed(Guid? of, DirectoryCursor? after, string limit = "@limit") => $"""
        SELECT t.id, t.name, t.description, t.created_at, t.created_by, t.last_activity_at, t.seq, t.revision, t.name_key,
          t.access, t.locked, t.resolved_at, t.members_version, t.pins
        {(of is null ? Public : Own)}
        {(after is null ? "" : "AND (t.last_activity_at, t.id) < (@at, @id)")}
        ORDER BY t.last_activity_at DESC, t.id DESC
        LIMIT {limit}
        """;

    private static string Searched(Guid? of, DirectoryCursor? after, int words) => $"""
        SELECT *
        FROM ({Listed(of, after, "@reach")}) reached
        {string.Concat(Enumerable.Range(0, words).Select(word => $@"{(word == 0 ? "WHERE" : " AND")} name_key LIKE @word{word} ESCAPE '\'"))}
        ORDER BY last_activity_at DESC, id DESC
        LIMIT @limit
        """;

    // The page is selected first and joined afterwards, so that no query plan reads messages and names of topics outside it.
    private async Task<IReadOnlyList<Topic>> Read(Guid? of, string page, (string, object?)[] parameters, CancellationToken cancellationToken)
    {
        var people = new People();
        var topics = await database.Query($"""
            SELECT {TopicRows.Columns}
            FROM ({page}) t
            {TopicRows.Joins}
            ORDER BY t.last_activity_at DESC, t.id DESC
            """, row => TopicRows.Read(row, people), cancellationToken, parameters);
        return of is null ? topics : await MemberRows.WithPeople(database, topics, cancellationToken);
    }
}
