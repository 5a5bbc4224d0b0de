using Bulletin.Grains.Storage.Sql.Search;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

internal sealed partial class SqlTopicStore
{
    // A purge notes that a topic is being emptied before it was removed long enough ago.
    private const string IsDue = "removed_at IS NOT NULL AND (removed_at <= @by OR emptying_at IS NOT NULL) AND emptied_at IS NULL";

    private const string First = "topic_id = @topic AND seq < @some + (SELECT min(seq) FROM messages WHERE topic_id = @topic)";

    private bool hasEmptied;

    public async Task<bool> EmptyRemoved(DateTimeOffset removedBy, DateTimeOffset at, int some, CancellationToken cancellationToken)
    {
        var found = await database.Query(
            $"SELECT id FROM topics WHERE {IsDue} ORDER BY removed_at LIMIT 1",
            row => row.GetGuid(0), cancellationToken, ("by", Milliseconds(removedBy)));
        if (found is not [var topic])
        {
            if (hasEmptied) await search.Clear(authorId: null, cancellationToken);
            return hasEmptied = false;
        }

        // From here on, the topic can't be restored. If it has been restored, there may be others to empty.
        if (!await BeginEmptying(topic, removedBy, at, cancellationToken)) return true;

        var left = await database.Query(
            "SELECT seq FROM messages WHERE topic_id = @topic ORDER BY seq LIMIT @some", row => row.GetInt64(0), cancellationToken, ("topic", topic), ("some", some));
        // A key range, which has no gaps. Concurrent silos walk it in the same order and wait for each other.
        (string, object?)[] range = [("topic", topic), ("some", some)];
        await database.ChangeTogether(
            [
                SearchRemoval.Lock(topic),
                SearchRemoval.Of($"m.{First}", range),
                new($"DELETE FROM message_texts WHERE {First}", range),
                new($"DELETE FROM messages WHERE {First}", range),
            ],
            cancellationToken);
        var isForgotten = await ForgetPersonal(topic, some, cancellationToken);
        if (left.Count < some && isForgotten) hasEmptied |= await EndEmptying(topic, at, cancellationToken);
        return true;
    }

    /// <summary>Deletes what people have of the topic.</summary>
    /// <returns>Whether that was all.</returns>
    private async Task<bool> ForgetPersonal(Guid topicId, int some, CancellationToken cancellationToken)
    {
        var notified = await database.Change(
            """
            DELETE FROM notifications
            WHERE (user_id, id) IN (SELECT user_id, id FROM notifications WHERE topic_id = @topic LIMIT @some)
            RETURNING id
            """,
            _ => true, cancellationToken, ("topic", topicId), ("some", some));
        var opened = await database.Change(
            """
            DELETE FROM user_topics
            WHERE topic_id = @topic AND user_id IN (SELECT user_id FROM user_topics WHERE topic_id = @topic LIMIT @some)
            RETURNING user_id
            """,
            _ => true, cancellationToken, ("topic", topicId), ("some", some));
        return notified.Count < some && opened.Count < some;
    }

    private Task<bool> BeginEmptying(Guid topicId, DateTimeOffset removedBy, DateTimeOffset at, CancellationToken cancellationToken) => database.ChangeOne(
        $"""
        UPDATE topics SET emptying_at = coalesce(emptying_at, @at)
        WHERE id = @topic AND {IsDue}
        RETURNING id
        """,
        cancellationToken,
        ("topic", topicId), ("by", Milliseconds(removedBy)), ("at", Milliseconds(at)));

    private Task<bool> EndEmptying(Guid topicId, DateTimeOffset at, CancellationToken cancellationToken) => database.ChangeTogether(
        [
            // Another silo may have deleted rows that this one expected, so the topic is empty only if no message remains.
            new(
                """
                UPDATE topics SET emptied_at = @at
                WHERE id = @topic AND NOT EXISTS (SELECT 1 FROM messages WHERE topic_id = @topic)
                RETURNING id
                """,
                ("topic", topicId), ("at", Milliseconds(at))),
            new("DELETE FROM message_texts WHERE topic_id = @topic", ("topic", topicId)),
            new("DELETE FROM search_marks WHERE topic_id = @topic", ("topic", topicId)),
            new("DELETE FROM topic_invitations WHERE topic_id = @topic", ("topic", topicId)),
            new("DELETE FROM topic_expelled WHERE topic_id = @topic", ("topic", topicId)),
            new("DELETE FROM topic_members WHERE topic_id = @topic", ("topic", topicId)),
        ],
        cancellationToken);
}
