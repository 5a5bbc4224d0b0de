using System.Data.Common;
using Bulletin.Grains.Personal;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

internal sealed partial class SqlFollowerLog
{
    /// <summary>How many messages one statement asks about: each may have notified thousands.</summary>
    private const int NotifiedAtOnce = 50;

    /// <summary>How many messages are searched for where a new member begins. Who came before all of them begins there.</summary>
    private const int LookedBack = 2_000;

    public Task<IReadOnlyList<(Guid TopicId, Guid UserId)>> Members(IReadOnlyList<(Guid TopicId, Guid UserId)> people, CancellationToken cancellationToken) => InChunks(
        people, RowsAtOnce,
        count => $"""
            SELECT v.column1, v.column2
            FROM (VALUES {SqlValues.Rows(count, "topic", "user")}) v
            WHERE EXISTS (SELECT 1 FROM topic_members m WHERE m.topic_id = v.column1 AND m.user_id = v.column2)
            """,
        Pairs, Pair, cancellationToken);

    public async Task<IReadOnlyList<(Guid TopicId, Guid UserId)>> HoldersOfRemoved(IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken) => topicIds.Count == 0 ? [] : await database.Query(
        $"""
        SELECT u.topic_id, u.user_id
        FROM topics t CROSS JOIN user_topics u
        WHERE t.id IN ({SqlValues.Rows(topicIds.Count, "topic")}) AND t.removed_at IS NOT NULL AND u.topic_id = t.id
        LIMIT {IFollowerLog.MostHolders}
        """,
        Pair, cancellationToken, SqlValues.Of("topic", topicIds));

    public async Task<IReadOnlyList<(Guid TopicId, Guid UserId)>> ForgetOutsiders(IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken) => topicIds.Count == 0 ? [] : await database.Change(
        $"""
        DELETE FROM user_topics
        WHERE (user_id, topic_id) IN (
          SELECT u.user_id, u.topic_id
          FROM topics t CROSS JOIN user_topics u
          WHERE t.id IN ({SqlValues.Rows(topicIds.Count, "topic")}) AND t.access > 0 AND u.topic_id = t.id
            AND NOT EXISTS (SELECT 1 FROM topic_members m WHERE m.topic_id = t.id AND m.user_id = u.user_id)
          LIMIT {IFollowerLog.MostHolders})
        RETURNING topic_id, user_id
        """,
        Pair, cancellationToken, SqlValues.Of("topic", topicIds));

    public async Task<IReadOnlyList<NewMember>> NewMembers(IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken) => topicIds.Count == 0 ? [] : await database.Query(
        $"""
        SELECT o.topic_id, o.user_id, o.since, o.added_by, coalesce(
          (
            SELECT m.seq FROM messages m
            WHERE m.topic_id = o.topic_id AND m.seq > t.seq - {LookedBack} AND m.created_at < o.since
            ORDER BY m.seq DESC LIMIT 1
          ),
          CASE WHEN t.seq > {LookedBack} THEN t.seq - {LookedBack} ELSE 0 END)
        FROM topic_members o
        JOIN topics t ON t.id = o.topic_id
        JOIN users p ON p.id = o.user_id AND p.password_hash IS NOT NULL
        WHERE o.topic_id IN ({SqlValues.Rows(topicIds.Count, "topic")})
          AND NOT EXISTS (SELECT 1 FROM user_topics u WHERE u.user_id = o.user_id AND u.topic_id = o.topic_id)
        LIMIT {IFollowerLog.MostNewMembers}
        """,
        row => new NewMember(row.GetGuid(0), row.GetGuid(1), Time(row, 2), row.GetInt64(4), row.IsDBNull(3) ? null : row.GetGuid(3)),
        cancellationToken, SqlValues.Of("topic", topicIds));

    public async Task<IReadOnlyList<(Guid TopicId, Guid UserId)>> ToldOfAll(IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken) => topicIds.Count == 0 ? [] : await database.Query(
        $"""
        SELECT p.topic_id, p.user_id
        FROM (
          SELECT u.topic_id, u.user_id, row_number() OVER (PARTITION BY u.topic_id ORDER BY u.user_id) AS place
          FROM topics t CROSS JOIN user_topics u
          WHERE t.id IN ({SqlValues.Rows(Prepared(topicIds.Count), "topic")}) AND u.topic_id = t.id AND u.level = 3
            AND (t.access = 0 OR EXISTS (SELECT 1 FROM topic_members m WHERE m.topic_id = t.id AND m.user_id = u.user_id))
        ) p
        WHERE p.place <= {IFollowerLog.MostToldOfAll}
        """,
        Pair, cancellationToken, SqlValues.Of("topic", [.. topicIds, .. Enumerable.Repeat(Guid.Empty, Prepared(topicIds.Count) - topicIds.Count)]));

    public async Task<IReadOnlyList<Guid>> Everybody(Guid topicId, int limit, CancellationToken cancellationToken) => await database.Query(
        """
        SELECT p.user_id
        FROM (
          SELECT o.user_id FROM topic_members o WHERE o.topic_id = @topic
          UNION ALL
          SELECT u.user_id FROM user_topics u
          WHERE u.topic_id = @topic AND u.following AND EXISTS (SELECT 1 FROM topics t WHERE t.id = @topic AND t.access = 0)
        ) p
        LIMIT @limit
        """,
        row => row.GetGuid(0), cancellationToken, ("topic", topicId), ("limit", limit));

    // CROSS JOIN, here and below: from the values to the rows, and never the other way round.
    public async Task<IReadOnlyDictionary<(Guid TopicId, long Seq), Guid>> Authors(IReadOnlyList<(Guid TopicId, long Seq)> messages, CancellationToken cancellationToken)
    {
        var authors = await InChunks(
            messages, RowsAtOnce,
            count => $"""
                SELECT m.topic_id, m.seq, m.author_id
                FROM (VALUES {SqlValues.Rows(count, "topic", "seq")}) v CROSS JOIN messages m
                WHERE m.topic_id = v.column1 AND m.seq = v.column2
                """,
            Places, row => (Place: (row.GetGuid(0), row.GetInt64(1)), Author: row.GetGuid(2)), cancellationToken);
        return authors.ToDictionary(author => author.Place, author => author.Author);
    }

    public Task<IReadOnlyList<(Guid TopicId, Guid UserId)>> Notified(IReadOnlyList<(Guid TopicId, long Seq)> messages, CancellationToken cancellationToken) => InChunks(
        messages, NotifiedAtOnce,
        count => $"""
            SELECT DISTINCT n.topic_id, n.user_id
            FROM (VALUES {SqlValues.Rows(count, "topic", "seq")}) v CROSS JOIN notifications n
            WHERE n.topic_id = v.column1 AND n.seq = v.column2
            """,
        Places, Pair, cancellationToken);

    private async Task<IReadOnlyList<TRow>> InChunks<T, TRow>(
        IReadOnlyList<T> all, int atOnce, Func<int, string> sql, Func<T[], (string, object?)[]> parameters, Func<DbDataReader, TRow> row, CancellationToken cancellationToken)
    {
        List<TRow> rows = [];
        foreach (var some in all.Chunk(atOnce)) rows.AddRange(await database.Query(sql(some.Length), row, cancellationToken, parameters(some)));
        return rows;
    }

    private static (string, object?)[] Pairs((Guid TopicId, Guid UserId)[] people) =>
        SqlValues.Of(("topic", people.Select(person => (object)person.TopicId)), ("user", people.Select(person => (object)person.UserId)));

    private static (string, object?)[] Places((Guid TopicId, long Seq)[] messages) =>
        SqlValues.Of(("topic", messages.Select(message => (object)message.TopicId)), ("seq", messages.Select(message => (object)message.Seq)));

    private static (Guid TopicId, Guid UserId) Pair(DbDataReader row) => (row.GetGuid(0), row.GetGuid(1));
}
