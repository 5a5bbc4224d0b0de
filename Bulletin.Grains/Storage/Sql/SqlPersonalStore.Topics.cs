using System.Data.Common;
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
                [("user", userId), .. SqlValues.Of(("topic", some.Select(id => (object)id)))]));
        return visible;
    }

    public async Task<IReadOnlyList<Guid>> Behind(Guid userId, int limit, CancellationToken cancellationToken) => await database.Query(
        $"{Own(unreadOnly: false, after: null, "AND t.seq > u.read_seq")}", row => row.GetGuid(0), cancellationToken, ("user", userId), ("limit", limit));

    public async Task<IReadOnlyList<Topic>> Topics(
        Guid userId, bool unreadOnly, int limit, DirectoryCursor? after, CancellationToken cancellationToken)
    {
        var people = new People();
        // The page is selected first and joined afterwards, as in the lists of topics.
        var topics = await database.Query(
            $"""
            SELECT {TopicColumns}, {LastColumns}
            FROM ({Own(unreadOnly, after)}) page
            JOIN topics t ON t.id = page.id
            {Joins}
            ORDER BY t.last_activity_at DESC, t.id DESC
            """,
            row => WithLast(row, people), cancellationToken,
            [
                ("user", userId), ("limit", limit),
                .. after is { } cursor ? [("at", Milliseconds(cursor.LastActivityAt)), ("id", cursor.TopicId)] : Array.Empty<(string, object?)>(),
            ]);
        return await MemberRows.WithPeople(database, topics, cancellationToken);
    }

    /// <summary>Of the latest message <c>l</c> of a topic <c>t</c>, its author <c>b</c>, and how many members the topic has.</summary>
    private static readonly string LastColumns =
        $"l.author_id, {UserColumnsOf("b")}, substr(l.text, 1, {LastMessage.ExcerptLength}), " +
        "CASE WHEN t.access = 0 THEN NULL ELSE (SELECT count(*) FROM topic_members k WHERE k.topic_id = t.id) END";

    private const int LastAuthor = TopicWidth, LastText = LastAuthor + 1 + UserColumns, LastWidth = UserColumns + 3;

    /// <summary>Joins what <see cref="TopicColumns"/> and <see cref="LastColumns"/> name to the topics <c>t</c>.</summary>
    private const string Joins = """
        LEFT JOIN users c ON c.id = t.created_by
        LEFT JOIN messages l ON l.topic_id = t.id AND l.seq = t.seq
        LEFT JOIN users b ON b.id = l.author_id
        """;

    private static Topic WithLast(DbDataReader row, People people)
    {
        var last = row.IsDBNull(LastAuthor) ? null : new LastMessage(
            row.GetInt64(6), people.Of(row, LastAuthor, LastAuthor + 1), row.IsDBNull(LastText) ? "" : row.GetString(LastText));
        return Topic(row, people, last) with { MemberCount = row.IsDBNull(LastText + 1) ? null : (int)row.GetInt64(LastText + 1) };
    }

    /// <summary>A person's rows are few enough to be read whole and sorted. CROSS JOIN: from the person to the topics, and never the other way round.</summary>
    internal static string Own(bool unreadOnly, DirectoryCursor? after, string condition = "") => $"""
        SELECT t.id
        FROM user_topics u CROSS JOIN topics t
        WHERE u.user_id = @user AND t.id = u.topic_id AND {IsVisible} {condition}
        {(unreadOnly ? $"AND u.following AND u.level <> {(int)NotificationLevel.Muted} AND t.seq > u.read_seq" : "")}
        {(after is null ? "" : "AND (t.last_activity_at, t.id) < (@at, @id)")}
        ORDER BY t.last_activity_at DESC, t.id DESC
        LIMIT @limit
        """;
}
