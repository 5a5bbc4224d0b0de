using Bulletin.Grains.Directory;
using Bulletin.Grains.Topics;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>
/// All public topics by most recent activity: each page walks their index from where the previous one ended. And those of one person,
/// by the same order.
/// </summary>
internal sealed partial class SqlTopicIndex(SqlDatabase database, SqlTopicNames names) : ITopicIndex, IDisposable
{
    private const int IdsAtOnce = 100;

    public async Task<IReadOnlyList<Topic>> Page(Guid? of, int limit, DirectoryCursor? after, CancellationToken cancellationToken) =>
        await Read(of, Listed(of, after), [("limit", limit), .. Place(of, after)], cancellationToken);

    public async Task<IReadOnlySet<Guid>> Listed(Guid? of, IReadOnlyCollection<Guid> topicIds, CancellationToken cancellationToken)
    {
        HashSet<Guid> listed = [];
        foreach (var some in topicIds.Distinct().Chunk(IdsAtOnce))
            listed.UnionWith(await database.Query(
                $"SELECT t.id {(of is null ? Public : Own)} AND t.id IN ({SqlValues.Rows(some.Length, "topic")})",
                row => row.GetGuid(0), cancellationToken, [.. SqlValues.Of("topic", some), .. Place(of, after: null)]));
        return listed;
    }

    private static (string, object?)[] Place(Guid? of, DirectoryCursor? after) =>
    [
        .. of is { } person ? [("of", person)] : Array.Empty<(string, object?)>(),
        .. after is { } cursor ? [("at", Milliseconds(cursor.LastActivityAt)), ("id", cursor.TopicId)] : Array.Empty<(string, object?)>(),
    ];

    // Word for word the predicate of the index topics_by_activity.
    private const string IsPublic = "t.removed_at IS NULL AND t.access = 0";

    private const string Public = $"FROM topics t WHERE {IsPublic}";

    // Their own are few enough to be read whole and sorted. CROSS JOIN: from the person to the topics, and never the other way round.
    private const string Own = """
        FROM topic_members o CROSS JOIN topics t
        WHERE o.user_id = @of AND t.id = o.topic_id AND t.removed_at IS NULL AND (o.hidden_seq IS NULL OR t.seq > o.hidden_seq)
        """;

    private const string Columns =
        "t.id, t.name, t.description, t.created_at, t.created_by, t.last_activity_at, t.seq, t.revision, t.access, t.locked, t.resolved_at, t.members_version, t.pins";

    internal static string Listed(Guid? of, DirectoryCursor? after, string columns = Columns) => $"""
        SELECT {columns}
        {From(of, after)}
        ORDER BY t.last_activity_at DESC, t.id DESC
        LIMIT @limit
        """;

    private static string From(Guid? of, DirectoryCursor? after) =>
        $"{(of is null ? Public : Own)} {(after is null ? "" : "AND (t.last_activity_at, t.id) < (@at, @id)")}";

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
