using Bulletin.Grains.Topics;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

internal sealed partial class SqlTopicStore
{
    /// <summary>What a topic's setting is when it keeps its messages for ever.</summary>
    private const int ForEver = 0;

    public async Task<TopicRetention?> Retention(Guid topicId, CancellationToken cancellationToken)
    {
        var found = await database.Query(
            """
            SELECT t.retention_days, s.retention_days
            FROM topics t
            LEFT JOIN site_settings s ON s.id = 1
            WHERE t.id = @topic AND t.removed_at IS NULL
            """,
            row => new TopicRetention(row.IsDBNull(0) ? null : row.GetInt32(0), row.IsDBNull(1) ? null : row.GetInt32(1)),
            cancellationToken, ("topic", topicId));
        return found is [var retention] ? retention : null;
    }

    public async Task<ExpiringTopics> Expiring(int? siteDays, DateTimeOffset now, Guid after, int some, CancellationToken cancellationToken)
    {
        var walked = await database.Query(
            OldestOfEach(siteDays is > ForEver),
            row => (Id: row.GetGuid(0), Before: now - TimeSpan.FromDays(row.GetInt32(1)), Oldest: row.IsDBNull(2) ? now : Time(row, 2)),
            cancellationToken,
            ("site", siteDays ?? ForEver), ("after", after), ("some", some));
        return new(
            [.. walked.Where(topic => topic.Oldest < topic.Before).Select(topic => topic.Id)],
            walked.Count < some ? null : walked[^1].Id);
    }

    /// <summary>Topics that keep their messages for ever are passed over without a look at them.</summary>
    /// <param name="ofAll">Otherwise of those that have a limit of their own: the condition is, word for word, that of an index.</param>
    private static string OldestOfEach(bool ofAll) => $"""
        SELECT t.id, t.days, m.created_at
        FROM (
          SELECT id, expired_seq + 1 AS oldest, CASE WHEN removed_at IS NULL THEN coalesce(retention_days, @site) ELSE 0 END AS days
          FROM topics
          WHERE id > @after {(ofAll ? "" : "AND retention_days > 0")}
          ORDER BY id
          LIMIT @some
        ) t
        LEFT JOIN messages m ON m.topic_id = t.id AND m.seq = t.oldest AND t.days > 0
        ORDER BY t.id
        """;

    public Task ExpiredUpTo(Guid topicId, long seq, CancellationToken cancellationToken) => database.ChangeOne(
        "UPDATE topics SET expired_seq = @seq WHERE id = @topic AND expired_seq < @seq RETURNING id",
        cancellationToken,
        ("topic", topicId), ("seq", seq));

    public async Task<bool> ForgetEarlierTexts(int some, CancellationToken cancellationToken)
    {
        var forgotten = await database.Change(
            """
            DELETE FROM message_texts
            WHERE (topic_id, seq, revision) IN (SELECT topic_id, seq, revision FROM message_texts ORDER BY topic_id, seq, revision LIMIT @some)
              AND EXISTS (SELECT 1 FROM site_settings WHERE id = 1 AND NOT keeps_history)
            RETURNING seq
            """,
            _ => true, cancellationToken, ("some", some));
        return forgotten.Count == some;
    }
}
