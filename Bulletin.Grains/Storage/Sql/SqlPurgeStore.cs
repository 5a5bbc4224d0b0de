using Bulletin.Grains.Audit;
using Bulletin.Grains.Storage.Sql.Search;
using Bulletin.Grains.Topics;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>What operators have asked to purge.</summary>
internal sealed class SqlPurgeStore(SqlDatabase database, SqlSearchTerms search) : IPurgeStore
{
    // The whole index is compared and ordered by, though its first column has one value. The planner would otherwise walk past the messages of others.
    private const string WrittenBy = """
        SELECT m.topic_id, m.seq, m.created_at, m.deleted_at, (SELECT t.removed_at FROM topics t WHERE t.id = m.topic_id)
        FROM (
          SELECT author_id, topic_id, seq, created_at, deleted_at
          FROM messages
          WHERE (author_id, created_at) >= (@author, @from) AND (author_id, created_at) <= (@author, @until)
            AND (created_at, topic_id, seq) > (@from, @topic, @seq)
          ORDER BY author_id, created_at, topic_id, seq
          LIMIT @some
        ) m
        ORDER BY m.created_at, m.topic_id, m.seq
        """;

    public Task<bool> PurgeUser(Guid userId, DateTimeOffset at, AuditEntry audit, CancellationToken cancellationToken) => database.ChangeTogether(
        [
            new("UPDATE users SET purging_at = @at WHERE id = @id RETURNING id", ("id", userId), ("at", Milliseconds(at))),
            .. SqlPersonalStore.DeleteDrafts(userId),
            AuditRows.Insert(audit),
        ],
        cancellationToken);

    public Task<bool> PurgeTopic(Guid topicId, DateTimeOffset at, AuditEntry audit, CancellationToken cancellationToken) => database.ChangeTogether(
        [
            new(
                "UPDATE topics SET emptying_at = coalesce(emptying_at, @at) WHERE id = @topic AND removed_at IS NOT NULL RETURNING id",
                ("topic", topicId), ("at", Milliseconds(at))),
            new("UPDATE reports SET text = '' WHERE topic_id = @topic AND text <> ''", ("topic", topicId)),
            ForgetTexts("target_id = @topic", ("topic", topicId)),
            AuditRows.Insert(audit),
        ],
        cancellationToken);

    public async Task<IReadOnlyList<UserPurge>> Noted(DateTimeOffset at, CancellationToken cancellationToken) => await database.Query(
        "SELECT id, purging_at FROM users WHERE purging_at IS NOT NULL AND purging_at <= @at ORDER BY purging_at LIMIT 100",
        row => new UserPurge(row.GetGuid(0), Time(row, 1)), cancellationToken, ("at", Milliseconds(at)));

    public async Task<IReadOnlyList<WrittenMessage>> Written(UserPurge purge, WrittenMessage? after, int some, CancellationToken cancellationToken) =>
        await database.Query(
            WrittenBy,
            row => new WrittenMessage(row.GetGuid(0), row.GetInt64(1), Time(row, 2), !row.IsDBNull(3), !row.IsDBNull(4)),
            cancellationToken,
            ("author", purge.UserId), ("until", Milliseconds(purge.At)), ("some", some),
            ("from", Milliseconds(after?.CreatedAt) ?? 0L), ("topic", after?.TopicId ?? Guid.Empty), ("seq", after?.Seq ?? 0L));

    /// <remarks>With a revision of its own, so that clients learn of it should the topic be restored.</remarks>
    public Task<bool> DeleteRemoved(Guid topicId, long seq, DateTimeOffset at, CancellationToken cancellationToken) => database.ChangeTogether(
        [
            new(
                $"""
                UPDATE topics SET revision = revision + 1, pins = {JsonColumns.Without("pins", "seq")}
                WHERE id = @topic AND removed_at IS NOT NULL
                RETURNING id
                """,
                ("topic", topicId), ("seq", seq)),
            SearchRemoval.Lock(topicId),
            SearchRemoval.Of("m.topic_id = @topic AND m.seq = @seq", ("topic", topicId), ("seq", seq)),
            new(
                """
                UPDATE messages
                SET revision = (SELECT revision FROM topics WHERE id = @topic), text = NULL, deleted_at = @at, posted_fingerprint = NULL,
                  mentions = NULL, mentions_all = false, reactions = NULL, text_revision = NULL
                WHERE topic_id = @topic AND seq = @seq AND deleted_at IS NULL
                """,
                ("topic", topicId), ("seq", seq), ("at", Milliseconds(at))),
            new("DELETE FROM message_texts WHERE topic_id = @topic AND seq = @seq", ("topic", topicId), ("seq", seq)),
        ],
        cancellationToken);

    public async Task End(UserPurge purge, CancellationToken cancellationToken)
    {
        await search.Clear(purge.UserId, cancellationToken);
        await database.ChangeTogether(
            [
                new(
                    "UPDATE users SET purging_at = NULL WHERE id = @id AND purging_at = @at RETURNING id",
                    ("id", purge.UserId), ("at", Milliseconds(purge.At))),
                // What was written after the purge was asked for stays, with what is said about it.
                new($"UPDATE reports SET text = '' WHERE author_id = @id AND text <> '' AND {IsGone("reports.topic_id", "reports.seq")}", ("id", purge.UserId)),
                ForgetTexts($"author_id = @id AND {IsGone("audit_log.target_id", "audit_log.target_seq")}", ("id", purge.UserId)),
            ],
            cancellationToken);
    }

    private static string IsGone(string topic, string seq) =>
        $"NOT EXISTS (SELECT 1 FROM messages m WHERE m.topic_id = {topic} AND m.seq = {seq} AND m.deleted_at IS NULL)";

    /// <summary>The one change of the audit log that the database allows.</summary>
    private static SqlStatement ForgetTexts(string which, (string, object?) parameter) => new(
        $"UPDATE audit_log SET before = NULL, after = NULL WHERE {which} AND target_kind = '{AuditTarget.MessageKind}'", parameter);
}
