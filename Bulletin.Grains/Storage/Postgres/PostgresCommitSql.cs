namespace Bulletin.Grains.Storage.Postgres;

/// <summary>
/// The one statement of a commit. It is auto-committed, so that no stopped process can leave it half done and its locks held.
/// </summary>
/// <remarks>
/// In order: what was posted before (its topics take no part); the heads that are as expected, locked in order of their ids,
/// so that two batches never wait for each other in a circle; their move; the rows of the topics that moved. All parts see
/// the state from before the statement. <c>LATERAL</c> makes each row a probe of an index, whatever the planner believes
/// about the tables' sizes.
/// </remarks>
internal static class PostgresCommitSql
{
    /// <summary>$1–$7: the appends; $8–$15: their new messages; $16–$22: their changed messages.</summary>
    public const string WithChanges = Posts + Changes + Answer;

    /// <summary>$1–$15: as far as new messages; most batches change nothing else.</summary>
    public const string PostsOnly = Posts + Answer;

    /// <summary>As the other two, but a topic whose row somebody else holds is left out at once, not waited for.</summary>
    public static string WithoutWaiting(string sql) => sql.Replace(LockHeads, $"{LockHeads} SKIP LOCKED", StringComparison.Ordinal);

    private const string LockHeads = "FOR NO KEY UPDATE";

    private const string Posts = $"""
        WITH append AS MATERIALIZED (
          SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)
            AS a (topic_id, epoch, seq, revision, next_seq, next_revision, last_activity_at)
        ), post AS MATERIALIZED (
          SELECT * FROM unnest($8, $9, $10, $11, $12, $13, $14, $15)
            AS p (topic_id, seq, revision, client_id, author_id, text, reply_to, created_at)
        ), repeated AS MATERIALIZED (
          SELECT p.topic_id, p.client_id
          FROM post p
          CROSS JOIN LATERAL (
            SELECT FROM messages m
            WHERE m.topic_id = p.topic_id AND m.author_id = p.author_id AND m.client_id = p.client_id
            LIMIT 1
          ) m
        ), held AS MATERIALIZED (
          SELECT a.*
          FROM (SELECT * FROM append WHERE topic_id NOT IN (SELECT topic_id FROM repeated) ORDER BY topic_id) a
          CROSS JOIN LATERAL (
            SELECT FROM topics t
            WHERE t.id = a.topic_id AND t.epoch = a.epoch AND t.seq = a.seq AND t.revision = a.revision AND t.removed_at IS NULL
            {LockHeads}
          ) t
        ), moved AS (
          UPDATE topics t
          SET seq = h.next_seq, revision = h.next_revision, last_activity_at = h.last_activity_at
          FROM held h
          WHERE t.id = h.topic_id
          RETURNING t.id
        ), stored AS (
          INSERT INTO messages (topic_id, seq, revision, client_id, author_id, text, reply_to, created_at)
          SELECT topic_id, seq, revision, client_id, author_id, text, reply_to, created_at
          FROM post
          WHERE topic_id IN (SELECT id FROM moved)
        )
        """;

    private const string Changes = """
        , changed AS (
          UPDATE messages m
          SET revision = c.revision, text = c.text, edited_at = c.edited_at, deleted_at = c.deleted_at,
            posted_fingerprint = coalesce(m.posted_fingerprint, c.fingerprint)
          FROM unnest($16, $17, $18, $19, $20, $21, $22) AS c (topic_id, seq, revision, text, edited_at, deleted_at, fingerprint)
          WHERE m.topic_id = c.topic_id AND m.seq = c.seq AND c.topic_id IN (SELECT id FROM moved)
        )
        """;

    private const string Answer = """

        SELECT id, NULL::uuid FROM moved
        UNION ALL
        SELECT topic_id, client_id FROM repeated
        """;
}
