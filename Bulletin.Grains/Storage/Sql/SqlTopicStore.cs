using Bulletin.Grains.Names;
using Bulletin.Grains.Topics;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>Stores topics in the same database as their messages.</summary>
internal sealed class SqlTopicStore(SqlDatabase database) : ITopicStore
{
    /// <summary>
    /// More changes than any topic can have lost, but few enough that a revision stays exact in JSON after a million restores.
    /// </summary>
    private const long FarAhead = 1_000_000_000;

    public Task<bool> Create(Topic topic, CancellationToken cancellationToken) => database.ChangeOne(
        """
        INSERT INTO topics (id, name, name_key, description, created_at, created_by, last_activity_at, epoch, seq, revision)
        VALUES (@topic, @name, @key, @description, @created, @creator, @activity, 0, 0, 0)
        ON CONFLICT (id) DO NOTHING
        RETURNING id
        """,
        cancellationToken,
        ("topic", topic.Id),
        ("name", topic.Name),
        ("key", NameKeys.Of(topic.Name)),
        ("description", topic.Description),
        ("created", Milliseconds(topic.CreatedAt)),
        ("creator", topic.CreatedBy.Id),
        ("activity", Milliseconds(topic.LastActivityAt)));

    public Task<bool> Describe(Guid topicId, string name, string? description, CancellationToken cancellationToken) => database.ChangeOne(
        """
        UPDATE topics SET name = @name, name_key = @key, description = @description
        WHERE id = @topic AND removed_at IS NULL
        RETURNING id
        """,
        cancellationToken,
        ("topic", topicId),
        ("name", name),
        ("key", NameKeys.Of(name)),
        ("description", description));

    public Task<bool> Remove(Guid topicId, DateTimeOffset at, CancellationToken cancellationToken) => database.ChangeOne(
        "UPDATE topics SET removed_at = @at, epoch = epoch + 1 WHERE id = @topic AND removed_at IS NULL RETURNING id",
        cancellationToken,
        ("topic", topicId),
        ("at", Milliseconds(at)));

    public async Task<bool> EmptyRemoved(DateTimeOffset at, int some, CancellationToken cancellationToken)
    {
        var found = await database.Query(
            "SELECT id FROM topics WHERE removed_at IS NOT NULL AND emptied_at IS NULL ORDER BY removed_at LIMIT 1",
            row => row.GetGuid(0), cancellationToken);
        if (found is not [var topic]) return false;

        // A key range, which has no gaps. Concurrent silos walk it in the same order and wait for each other.
        var deleted = await database.Change(
            """
            DELETE FROM messages
            WHERE topic_id = @topic AND seq < @some + (SELECT min(seq) FROM messages WHERE topic_id = @topic)
            RETURNING seq
            """,
            row => row.GetInt64(0), cancellationToken, ("topic", topic), ("some", some));
        if (deleted.Count < some)
        {
            // Another silo may have deleted rows that this one expected, so the topic is empty only if no message remains.
            await database.ChangeOne(
                """
                UPDATE topics SET emptied_at = @at
                WHERE id = @topic AND NOT EXISTS (SELECT 1 FROM messages WHERE topic_id = @topic)
                RETURNING id
                """,
                cancellationToken, ("topic", topic), ("at", Milliseconds(at)));
        }
        return true;
    }

    public async Task<long> LeaveRevisionsBehind(CancellationToken cancellationToken)
    {
        long moved = 0;
        var last = Guid.Empty;
        while (true)
        {
            // In batches: no statement may take longer than a few seconds.
            var ids = await database.Change(
                """
                UPDATE topics SET revision = revision + @far
                WHERE id IN (SELECT id FROM topics WHERE id > @last ORDER BY id LIMIT @some)
                RETURNING id
                """,
                row => row.GetGuid(0),
                cancellationToken,
                ("far", FarAhead), ("last", last), ("some", 2_000));
            if (ids.Count == 0) return moved;
            moved += ids.Count;
            last = ids.Max();
        }
    }
}
