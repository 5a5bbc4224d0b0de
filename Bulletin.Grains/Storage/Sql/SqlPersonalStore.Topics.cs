using Bulletin.Grains.Directory;
using Bulletin.Grains.Personal;
using Bulletin.Grains.Topics;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

internal sealed partial class SqlPersonalStore
{
    private const int TopicsAtOnce = 200;

    /// <summary>For a <c>WHERE</c>: the topic <c>t</c> is there, <c>@user</c> may see it and has not hidden it.</summary>
    private const string IsVisible = """
        t.removed_at IS NULL AND (t.access = 0 OR EXISTS (
          SELECT 1 FROM topic_members k
          WHERE k.topic_id = t.id AND k.user_id = @user AND (k.hidden_seq IS NULL OR t.seq > k.hidden_seq)))
        """;

    public async Task<IReadOnlySet<Guid>> Visible(Guid userId, IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken)
    {
        HashSet<Guid> visible = [];
        foreach (var some in topicIds.Chunk(RowsAtOnce))
            visible.UnionWith(await database.Query(
                $"SELECT t.id FROM topics t WHERE t.id IN ({SqlValues.Rows(some.Length, "topic")}) AND {IsVisible}", row => row.GetGuid(0), cancellationToken,
                [("user", userId), .. SqlValues.Of("topic", some)]));
        return visible;
    }

    public async Task<IReadOnlyList<Guid>> Behind(Guid userId, int limit, CancellationToken cancellationToken) => await database.Query(
        Own(TopicFilter.All, after: null, "AND t.seq > u.read_seq"), row => row.GetGuid(0), cancellationToken, ("user", userId), ("limit", limit));

    public async Task<IReadOnlyList<Topic>> Topics(
        Guid userId, TopicFilter filter, int limit, DirectoryCursor? after, CancellationToken cancellationToken)
    {
        var people = new People();
        // The page is selected first and joined afterwards, as in the lists of topics.
        var topics = await database.Query(
            $"""
            SELECT {TopicRows.Columns}
            FROM ({Own(filter, after)}) page
            JOIN topics t ON t.id = page.id
            {TopicRows.Joins}
            ORDER BY t.last_activity_at DESC, t.id DESC
            """,
            row => TopicRows.Read(row, people), cancellationToken,
            [
                ("user", userId), ("limit", limit),
                .. after is { } cursor ? [("at", Milliseconds(cursor.LastActivityAt)), ("id", cursor.TopicId)] : Array.Empty<(string, object?)>(),
            ]);
        return await MemberRows.WithPeople(database, topics, cancellationToken);
    }

    /// <summary>A person's rows are few enough to be read whole and sorted. CROSS JOIN: from the person to the topics, and never the other way round.</summary>
    internal static string Own(TopicFilter filter, DirectoryCursor? after, string condition = "") => $"""
        SELECT t.id
        FROM user_topics u CROSS JOIN topics t
        WHERE u.user_id = @user AND t.id = u.topic_id AND {IsVisible} {condition}
        {Listed(filter)}
        {(after is null ? "" : "AND (t.last_activity_at, t.id) < (@at, @id)")}
        ORDER BY t.last_activity_at DESC, t.id DESC
        LIMIT @limit
        """;

    private static string Listed(TopicFilter filter) => filter switch
    {
        TopicFilter.Followed => "AND u.following",
        TopicFilter.Unread => $"AND u.following AND u.level <> {(int)NotificationLevel.Muted} AND t.seq > u.read_seq",
        TopicFilter.Pinned => "AND u.pinned",
        _ => "",
    };
}
