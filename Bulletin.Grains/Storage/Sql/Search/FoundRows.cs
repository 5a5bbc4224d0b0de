using System.Data.Common;
using Bulletin.Grains.Search;

namespace Bulletin.Grains.Storage.Sql.Search;

/// <summary>Reads what was found in the index, as it is now.</summary>
internal static class FoundRows
{
    // Its text is the one that was indexed. An edited message is found again once its new text is.
    private const string IsCurrent = """
        (SELECT 1 FROM messages n
        WHERE n.topic_id = c.topic_id AND n.seq = c.seq AND n.deleted_at IS NULL AND coalesce(n.text_revision, n.revision) <= c.revision) = 1
        """;

    private static readonly string Columns = $"h.place, t.name, {MessageRows.Selected}";

    /// <summary>The newest of what may be read. Looked up for each in turn, and not joined, until there are enough.</summary>
    /// <param name="candidates">The place, topic, seq and revision of entries, the newest first.</param>
    public static SqlStatement Of(SqlStatement candidates, Guid? viewer, int limit) => new(
        $"""
        WITH hit AS MATERIALIZED (
          SELECT c.place, c.topic_id, c.seq
          FROM ({candidates.Sql}) c
          WHERE {MayRead(viewer)} AND {IsCurrent}
          ORDER BY c.place DESC
          LIMIT @limit
        )
        SELECT {Columns}
        FROM hit h
        CROSS JOIN messages m
        CROSS JOIN topics t
        LEFT JOIN users a ON a.id = m.author_id
        WHERE m.topic_id = h.topic_id AND m.seq = h.seq AND t.id = h.topic_id
        ORDER BY h.place DESC
        """,
        [.. candidates.Parameters, ("limit", limit), .. viewer is { } person ? [("viewer", person)] : Array.Empty<(string, object?)>()]);

    public static FoundMessage Read(DbDataReader row, People people)
    {
        var message = MessageRows.Read(row, 2, people);
        return new(message, message.TopicId, row.GetString(1), row.GetInt64(0));
    }

    private static string MayRead(Guid? viewer) => $"""
        (SELECT {(viewer is null ? "1" : """
            CASE WHEN t.access = 0 OR EXISTS (SELECT 1 FROM topic_members k WHERE k.topic_id = t.id AND k.user_id = @viewer) THEN 1 END
            """)}
        FROM topics t WHERE t.id = c.topic_id AND t.removed_at IS NULL) = 1
        """;
}
