using Bulletin.Grains.Personal;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>What is people's own, in the same database as the messages that it is about.</summary>
internal sealed partial class SqlPersonalStore(SqlDatabase database) : IPersonalStore
{
    private const int RowsAtOnce = 500;

    public async Task<long> Claim(Guid userId, CancellationToken cancellationToken)
    {
        var epochs = await database.Change(
            """
            INSERT INTO user_epochs (user_id, epoch) VALUES (@user, 1)
            ON CONFLICT (user_id) DO UPDATE SET epoch = user_epochs.epoch + 1
            RETURNING epoch
            """,
            row => row.GetInt64(0), cancellationToken, ("user", userId));
        return epochs[0];
    }

    /// <summary>Whoever claims the state meanwhile waits until the transaction has ended.</summary>
    private static SqlStatement IsClaimed(Guid userId, long epoch) => new(
        "UPDATE user_epochs SET epoch = epoch WHERE user_id = @user AND epoch = @epoch RETURNING epoch", ("user", userId), ("epoch", epoch));

    public async Task<IReadOnlyList<PersonalRow>> Load(Guid userId, CancellationToken cancellationToken) => await database.Query(
        """
        SELECT topic_id, read_seq, level, following, version, draft, draft_reply_to, draft_version, unfollowed_at, pinned
        FROM user_topics
        WHERE user_id = @user
        ORDER BY version DESC
        LIMIT @limit
        """,
        row => new PersonalRow(
            row.GetGuid(0),
            row.GetInt64(1),
            (NotificationLevel)row.GetInt16(2),
            row.GetBoolean(3),
            row.IsDBNull(5) ? null : new Draft(row.GetString(5), row.IsDBNull(6) ? null : row.GetInt64(6), row.GetInt64(7)),
            row.GetInt64(4),
            row.IsDBNull(8) ? null : Time(row, 8),
            row.GetBoolean(9)),
        cancellationToken, ("user", userId), ("limit", PersonalState.MostTopics));

    public Task<bool> Save(Guid userId, long epoch, IReadOnlyList<PersonalRow> rows, CancellationToken cancellationToken) =>
        database.ChangeTogether([IsClaimed(userId, epoch), .. rows.OrderBy(row => row.TopicId).Chunk(RowsAtOnce).Select(some => Save(userId, some))], cancellationToken);

    private static SqlStatement Save(Guid userId, PersonalRow[] rows) => new(
        $"""
        INSERT INTO user_topics (user_id, topic_id, read_seq, version, level, following, draft, draft_reply_to, draft_version, unfollowed_at, pinned)
        VALUES {string.Join(", ", Enumerable.Range(0, rows.Length).Select(Values))}
        ON CONFLICT (user_id, topic_id) DO UPDATE SET
          read_seq = excluded.read_seq, version = excluded.version, level = excluded.level, following = excluded.following, draft = excluded.draft,
          draft_reply_to = excluded.draft_reply_to, draft_version = excluded.draft_version, unfollowed_at = excluded.unfollowed_at,
          pinned = excluded.pinned
        """,
        [("user", userId), .. rows.SelectMany(Parameters)]);

    private static string Values(int at) =>
        $"(@user, @topic{at}, @read{at}, @version{at}, @level{at}, @following{at}, @draft{at}, " +
        $"CAST(@replyTo{at} AS bigint), CAST(@draftVersion{at} AS bigint), CAST(@unfollowed{at} AS bigint), @pinned{at})";

    private static (string Name, object? Value)[] Parameters(PersonalRow row, int at) =>
    [
        ($"topic{at}", row.TopicId),
        ($"read{at}", row.ReadSeq),
        ($"version{at}", row.Version),
        ($"level{at}", (int)row.Level),
        ($"following{at}", row.Following),
        ($"draft{at}", row.Draft?.Text),
        ($"replyTo{at}", row.Draft?.ReplyTo),
        ($"draftVersion{at}", row.Draft?.Version),
        ($"unfollowed{at}", Milliseconds(row.UnfollowedAt)),
        ($"pinned{at}", row.Pinned),
    ];

    public Task<bool> ReadAll(Guid userId, long epoch, long version, CancellationToken cancellationToken) => database.ChangeTogether(
        [
            IsClaimed(userId, epoch),
            new(
                $"""
                UPDATE user_topics
                SET version = @version, read_seq = (SELECT t.seq FROM topics t WHERE t.id = user_topics.topic_id)
                WHERE user_id = @user AND EXISTS (
                  SELECT 1 FROM topics t WHERE t.id = user_topics.topic_id AND t.seq > user_topics.read_seq AND {IsVisible})
                """,
                ("user", userId), ("version", version)),
        ],
        cancellationToken);

    public Task Forget(Guid userId, IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken) => database.Change(
        $"""
        DELETE FROM user_topics
        WHERE user_id = @user AND topic_id IN ({SqlValues.Rows(topicIds.Count, "topic")})
          AND NOT following AND level = 0 AND draft IS NULL AND NOT pinned
        RETURNING topic_id
        """,
        _ => true, cancellationToken, [("user", userId), .. SqlValues.Of(("topic", topicIds.Select(id => (object)id)))]);

    /// <summary>What they have begun to write. Whoever holds the state reads it again.</summary>
    public static IEnumerable<SqlStatement> DeleteDrafts(Guid userId) =>
    [
        new("UPDATE user_epochs SET epoch = epoch + 1 WHERE user_id = @id", ("id", userId)),
        new("UPDATE user_topics SET draft = NULL, draft_reply_to = NULL, draft_version = NULL WHERE user_id = @id AND draft IS NOT NULL", ("id", userId)),
    ];

    /// <summary>Everything that is a person's own.</summary>
    public static IEnumerable<SqlStatement> Delete(Guid userId) =>
    [
        // First: whoever holds the state writes nothing more.
        new("DELETE FROM user_epochs WHERE user_id = @id", ("id", userId)),
        new("DELETE FROM user_topics WHERE user_id = @id", ("id", userId)),
        new("DELETE FROM notifications WHERE user_id = @id", ("id", userId)),
    ];
}
