using Bulletin.Grains.Storage.Sql;
using static Bulletin.Grains.Storage.Sql.MessageRows;
using EarlierText = Bulletin.Grains.Topics.EarlierText;

namespace Bulletin.Grains.Storage.Postgres;

/// <summary>
/// The one statement of a commit. It is auto-committed, so that no stopped process can leave it half done and its locks held.
/// </summary>
/// <remarks>
/// <para>In order: what was posted before (its topics take no part); the heads that are as expected move; the rows of the
/// topics that moved. All parts see the state from before the statement.</para>
/// <para>Its plan is kept for as long as its connection lives, and may have been made when the tables were nearly empty. So it
/// is written to leave the planner no choice that is good for few rows and ruinous for many: topics are taken from their
/// key's index by an array of ids, so in an order that is the table's, not the batch's, and two batches hardly ever wait for
/// each other in a circle; each other value is found in its array by the id's place, which is why the appends come sorted by
/// id; <c>LATERAL</c> makes each post one probe of an index; <c>IS TRUE</c> makes each list of ids a hash table, not a
/// join.</para>
/// </remarks>
internal static class PostgresCommitSql
{
    /// <summary>As the other three, but a topic whose row somebody else holds is left out at once, not waited for.</summary>
    public static string WithoutWaiting(string sql) => sql
        .Replace("WITH repeated", "WITH held AS MATERIALIZED (SELECT id FROM topics WHERE id = ANY ($1) FOR NO KEY UPDATE SKIP LOCKED), repeated", StringComparison.Ordinal)
        .Replace(OfTheseTopics, $"{OfTheseTopics} AND (t.id IN (SELECT id FROM held)) IS TRUE", StringComparison.Ordinal);

    private const string OfTheseTopics = "t.id = ANY ($1)";

    // A binary search: which of the sorted ids is this one?
    private const string Place = "width_bucket(t.id, $1)";

    private const int FirstPosted = 8;

    private static readonly int FirstChanged = FirstPosted + Posted.Length;

    private static readonly int FirstEarlier = FirstChanged + Changed.Length + 1;

    private const string EarlierColumns = "topic_id, seq, revision, at, text";

    private const int EarlierWidth = 5;

    private static readonly int FirstForgotten = FirstEarlier + EarlierWidth;

    private const int ForgottenWidth = 2;

    private static readonly int FirstAct = FirstForgotten + ForgottenWidth;

    private const string ActColumns = "id, at, actor_id, action, target_kind, target_id, target_seq, target_name, author_id, before, after, address, trace_id";

    private const int ActWidth = 13;

    // A removed topic is asked about so that the index of the topics that are there does not offer itself.
    private static readonly string Posts = $"""
        WITH repeated AS MATERIALIZED (
          SELECT p.topic_id, p.client_id
          FROM unnest({ArrayOf("topic_id")}, {ArrayOf("client_id")}, {ArrayOf("author_id")}) AS p (topic_id, client_id, author_id)
          CROSS JOIN LATERAL (
            SELECT FROM messages m
            WHERE m.topic_id = p.topic_id AND m.author_id = p.author_id AND m.client_id = p.client_id
            LIMIT 1
          ) m
        ), moved AS (
          UPDATE topics t
          SET seq = $5[{Place}], revision = $6[{Place}], last_activity_at = $7[{Place}]
          WHERE {OfTheseTopics}
            AND (t.id NOT IN (SELECT topic_id FROM repeated)) IS TRUE
            AND t.epoch = $2[{Place}] AND t.seq = $3[{Place}] AND t.revision = $4[{Place}]
            AND coalesce(t.removed_at, 0) = 0
          RETURNING t.id
        ), stored AS (
          INSERT INTO messages ({Posted.List()})
          SELECT *
          FROM unnest({Arrays(FirstPosted, Posted.Length)}) AS p ({Posted.List()})
          WHERE (p.topic_id IN (SELECT id FROM moved)) IS TRUE
        )
        """;

    private static readonly string Changes = $"""
        , changed AS (
          UPDATE messages m
          SET {Assignments("c.")},
            posted_fingerprint = CASE WHEN c.deleted_at IS NULL THEN coalesce(m.posted_fingerprint, c.fingerprint) END
          FROM unnest({Arrays(FirstChanged, Changed.Length + 1)}) AS c ({Changed.List()}, fingerprint)
          WHERE m.topic_id = c.topic_id AND m.seq = c.seq AND (c.topic_id IN (SELECT id FROM moved)) IS TRUE
        )
        """;

    // Nobody else writes the texts of a topic whose head this statement moves. With the one that is kept, the oldest beyond the limit goes, which
    // is the last of those that were there: all parts see the state from before.
    private static readonly string Records = $"""
        , kept AS (
          INSERT INTO message_texts ({EarlierColumns})
          SELECT *
          FROM unnest({Arrays(FirstEarlier, EarlierWidth)}) AS e ({EarlierColumns})
          WHERE (e.topic_id IN (SELECT id FROM moved)) IS TRUE
        ), dropped AS (
          DELETE FROM message_texts x
          USING unnest({Arrays(FirstEarlier, 2)}) AS e (topic_id, seq)
          CROSS JOIN LATERAL (
            SELECT o.revision FROM message_texts o
            WHERE o.topic_id = e.topic_id AND o.seq = e.seq
            ORDER BY o.revision DESC OFFSET {EarlierText.MostOfMessage - 1} LIMIT 1
          ) o
          WHERE x.topic_id = e.topic_id AND x.seq = e.seq AND x.revision <= o.revision AND (e.topic_id IN (SELECT id FROM moved)) IS TRUE
        ), forgotten AS (
          DELETE FROM message_texts x
          USING unnest({Arrays(FirstForgotten, ForgottenWidth)}) AS f (topic_id, seq)
          WHERE x.topic_id = f.topic_id AND x.seq = f.seq AND (f.topic_id IN (SELECT id FROM moved)) IS TRUE
        ), acted AS (
          INSERT INTO audit_log ({ActColumns})
          SELECT {ActColumns}
          FROM unnest({Arrays(FirstAct, ActWidth + 1)}) AS a (topic, {ActColumns})
          WHERE (a.topic IN (SELECT id FROM moved)) IS TRUE
        )
        """;

    private const string Answer = """

        SELECT id, NULL::uuid FROM moved
        UNION ALL
        SELECT topic_id, client_id FROM repeated
        """;

    /// <summary>
    /// $1–$7: the appends in order of topic ids; then an array for each of <see cref="Posted"/>, for each of <see cref="Changed"/>,
    /// and one of fingerprints; then five of earlier texts; then two of messages that lose theirs; then one of topic ids and thirteen of acts.
    /// </summary>
    public static readonly string WithRecords = Posts + Changes + Records + Answer;

    /// <summary>As far as the fingerprints: no earlier text is kept or deleted, and nothing is audited.</summary>
    public static readonly string WithChanges = Posts + Changes + Answer;

    /// <summary>As far as <see cref="Posted"/>; most batches change nothing else.</summary>
    public static readonly string PostsOnly = Posts + Answer;

    private static string Arrays(int first, int count) => string.Join(", ", Enumerable.Range(first, count).Select(number => $"${number}"));

    private static string ArrayOf(string column) => $"${FirstPosted + Array.FindIndex(Posted, each => each.Name == column)}";
}
