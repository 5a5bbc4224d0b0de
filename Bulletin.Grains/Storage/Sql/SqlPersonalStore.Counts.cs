using Bulletin.Grains.Personal;

namespace Bulletin.Grains.Storage.Sql;

internal sealed partial class SqlPersonalStore
{
    public async Task<IReadOnlyList<UnreadCount>> Count(
        Guid userId, IReadOnlyList<(Guid TopicId, long ReadSeq)> positions, CancellationToken cancellationToken)
    {
        List<UnreadCount> counts = [];
        foreach (var some in positions.Chunk(TopicsAtOnce))
            counts.AddRange(await database.Query(
                Counted(some.Length),
                row => Counted(row.GetGuid(0), head: row.GetInt64(1), from: row.GetInt64(2), unread: row.GetInt64(3), mentions: row.GetInt64(4)),
                cancellationToken,
                [
                    ("user", userId),
                    .. SqlValues.Of(("topic", some.Select(position => (object)position.TopicId)), ("read", some.Select(position => (object)position.ReadSeq))),
                ]));
        return counts;
    }

    private static UnreadCount Counted(Guid topicId, long head, long from, long unread, long mentions) =>
        new(topicId, (int)unread, (int)mentions, Math.Min(from + UnreadCount.LookedThrough, head), head);

    /// <summary>Both counts read the primary key of the messages from the position on, and no further than they count.</summary>
    internal static string Counted(int count) => $"""
        SELECT q.id, q.seq, q.start,
          (SELECT count(*) FROM (
            SELECT 1 FROM messages m
            WHERE m.topic_id = q.id AND m.seq > q.start AND m.seq <= q.start + {UnreadCount.LookedThrough}
              AND m.deleted_at IS NULL AND m.author_id <> @user
            LIMIT {TopicState.MostCounted}) unread),
          (SELECT count(*) FROM (
            SELECT 1 FROM notifications n
            JOIN messages m ON m.topic_id = n.topic_id AND m.seq = n.seq
            WHERE n.user_id = @user AND n.topic_id = q.id AND n.seq > q.place
              AND n.kind IN ({(int)NotificationKind.Mention}, {(int)NotificationKind.Reply}) AND m.deleted_at IS NULL
            LIMIT {TopicState.MostCounted}) mentions)
        FROM (
          SELECT t.id, t.seq, p.column2 AS place, CASE WHEN p.column2 > t.expired_seq THEN p.column2 ELSE t.expired_seq END AS start
          FROM (VALUES {SqlValues.Rows(count, "topic", "read")}) p
          JOIN topics t ON t.id = p.column1
          WHERE {IsVisible}
        ) q
        """;
}
