using Bulletin.Grains.Personal;

namespace Bulletin.Grains.Storage.Sql;

internal sealed partial class SqlPersonalStore
{
    public Task SavePositions(IReadOnlyList<ReadPosition> positions, CancellationToken cancellationToken) => database.Change(
        Positions(positions.Count), _ => true, cancellationToken,
        SqlValues.Of(
            ("user", positions.Select(position => (object)position.UserId)),
            ("epoch", positions.Select(position => (object)position.Epoch)),
            ("topic", positions.Select(position => (object)position.Row.TopicId)),
            ("read", positions.Select(position => (object)position.Row.ReadSeq)),
            ("version", positions.Select(position => (object)position.Row.Version)),
            ("following", positions.Select(position => (object)position.Row.Following))));

    // In one order everywhere: two silos that write the same rows in different orders would wait for each other.
    private static string Positions(int count) => $"""
        INSERT INTO user_topics (user_id, topic_id, read_seq, version, level, following)
        SELECT p.column1, p.column3, p.column4, p.column5, 0, p.column6
        FROM (VALUES {SqlValues.Rows(count, "user", "epoch", "topic", "read", "version", "following")}) p
        JOIN user_epochs e ON e.user_id = p.column1 AND e.epoch = p.column2
        JOIN topics t ON t.id = p.column3
        WHERE t.removed_at IS NULL AND (t.access = 0 OR EXISTS (SELECT 1 FROM topic_members k WHERE k.topic_id = t.id AND k.user_id = p.column1))
        ORDER BY p.column1, p.column3
        ON CONFLICT (user_id, topic_id) DO UPDATE SET read_seq = excluded.read_seq, version = excluded.version
        WHERE user_topics.version <= excluded.version
        """;
}
