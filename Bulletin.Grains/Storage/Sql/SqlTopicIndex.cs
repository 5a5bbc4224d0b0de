using System.Data.Common;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Topics;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>All topics by most recent activity: a walk along their index from where the page before ended.</summary>
internal sealed class SqlTopicIndex(SqlDatabase database) : ITopicIndex
{
    public async Task<IReadOnlyList<Topic>> Page(int limit, DirectoryCursor? after, string? query, CancellationToken cancellationToken)
    {
        List<(string, object?)> parameters = [("limit", limit)];
        if (after is { } cursor) parameters.AddRange([("at", Milliseconds(cursor.LastActivityAt)), ("id", cursor.TopicId)]);
        if (query is not null) parameters.Add(("pattern", $"%{LikePattern.Escape(query.ToLowerInvariant())}%"));
        return await database.Query(Sql(after is not null, query is not null), Row, cancellationToken, [.. parameters]);
    }

    // The page is found first and told about after, so that no plan gathers messages and names of topics outside it.
    // Of a message's text only the excerpt travels; both engines count characters here.
    private static string Sql(bool after, bool search) => $"""
        SELECT {TopicColumns}, m.author_id, {UserColumnsOf("a")}, substr(m.text, 1, {LastMessage.ExcerptLength})
        FROM (
          SELECT id, name, description, created_at, created_by, last_activity_at, seq, revision
          FROM topics
          WHERE removed_at IS NULL
          {(after ? "AND (last_activity_at, id) < (@at, @id)" : "")}
          {(search ? "AND name_key LIKE @pattern ESCAPE '\\'" : "")}
          ORDER BY last_activity_at DESC, id DESC
          LIMIT @limit
        ) t
        LEFT JOIN users c ON c.id = t.created_by
        LEFT JOIN messages m ON m.topic_id = t.id AND m.seq = t.seq
        LEFT JOIN users a ON a.id = m.author_id
        ORDER BY t.last_activity_at DESC, t.id DESC
        """;

    private static Topic Row(DbDataReader row)
    {
        const int author = TopicWidth, text = author + 1 + UserColumns;
        return Topic(row, row.IsDBNull(author) ? null : new LastMessage(
            row.GetInt64(6), User(row, author, author + 1), row.IsDBNull(text) ? "" : row.GetString(text)));
    }
}
