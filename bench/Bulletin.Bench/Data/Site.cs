using System.Globalization;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Data;

/// <summary>A site with as many topics as people, twenty messages a topic on average, a tenth as many acts in the audit log and a twentieth as many reports.</summary>
/// <remarks>One person wrote a fortieth of the messages. One topic has a twentieth of them.</remarks>
internal sealed class Site(int size)
{
    /// <summary>The time between two accounts, topics, reports and acts.</summary>
    private const long Step = 30_000;

    /// <summary>When the first ones were made.</summary>
    private const long Began = 1_700_000_000_000;

    private const int UserKind = 1, TopicKind = 2, ReportKind = 3, ActKind = 4;

    public int Size => size;

    private int Acts => size / 5;

    private int Reports => size / 20;

    /// <summary>When the account, topic, report or act of that number was made. Messages are counted over all topics.</summary>
    public static long At(int number) => Began + number * Step;

    public static Guid User(int number) => Id(UserKind, number);

    public static Guid Topic(int number) => Id(TopicKind, number);

    public async Task Fill(string database)
    {
        var indexes = await TableIndexes.Dropped(database, "messages");
        foreach (var sql in Statements()) await Postgres.Execute(database, sql);
        await indexes.Build();
        foreach (var table in (string[])["users", "user_name_keys", "topics", "topic_members", "messages", "audit_log", "reports"])
            await Postgres.Execute(database, $"VACUUM ANALYZE {table}");
    }

    private static Guid Id(int kind, int number) => new($"{kind:x8}-0000-7000-8000-{number:x12}");

    /// <summary>The id of that kind and number, by SQL.</summary>
    public static string Sql(int kind, string number) => $"('{kind:x8}-0000-7000-8000-' || lpad(to_hex({number}), 12, '0'))::uuid";

    private IEnumerable<string> Statements()
    {
        var (all, seqs) = ($"generate_series(1, {size}) n", size.ToString(CultureInfo.InvariantCulture));
        string user = Sql(UserKind, "n"), topic = Sql(TopicKind, "n"), creator = Sql(UserKind, $"n % ({size} / 20) + 1");
        yield return $"""
            INSERT INTO users (id, username, username_key, display_name, display_name_key, created_at, changed_at, password_hash, role, last_seen_at, suspended_at, suspended_reason)
            SELECT {user}, 'user' || n, 'user' || n, 'Person ' || n, 'person ' || n || ' ', {Began} + n::bigint * {Step}, {Began}, CASE WHEN n % 100 <> 99 THEN 'x' END,
              CASE WHEN n % 20000 = 0 THEN 1 ELSE 0 END, CASE WHEN n % 5 < 3 THEN {Began} + (n::bigint * 7919 % {size}) * {Step} END,
              CASE WHEN n % 100 = 13 THEN {Began} END, CASE WHEN n % 100 = 13 THEN 'Spam' END
            FROM {all}
            """;
        foreach (var name in (string[])["user", "person "])
            yield return $"INSERT INTO user_name_keys (user_id, name_key, username_key) SELECT {user}, '{name}' || n || ' ', 'user' || n FROM {all}";
        yield return $"""
            INSERT INTO topics (id, name, name_key, created_at, created_by, last_activity_at, epoch, seq, revision, access, members_version, locked, resolved_at, removed_at, emptying_at, emptied_at)
            SELECT {topic}, 'Topic number ' || n, 'topic number ' || n || ' ', {Began} + n::bigint * {Step}, {creator}, {Began} + (n::bigint * 7919 % {size}) * {Step}, 1,
              CASE WHEN n = 1 THEN {seqs} ELSE 19 END, CASE WHEN n = 1 THEN {seqs} ELSE 19 END, CASE WHEN n % 20 = 3 THEN 1 WHEN n % 50 = 9 THEN 2 ELSE 0 END, 1,
              n % 10000 = 11, CASE WHEN n % 10000 = 17 THEN {Began} END,
              CASE WHEN n % 200 = 7 THEN {Began} END, CASE WHEN n % 200 = 7 THEN {Began} END, CASE WHEN n % 200 = 7 THEN {Began} END
            FROM {all}
            """;
        yield return $"INSERT INTO topic_members (since, topic_id, user_id, role) SELECT {Began}, {topic}, {creator}, 1 FROM {all} WHERE n % 20 = 3 OR n % 50 = 9";
        yield return $"""
            INSERT INTO messages (topic_id, seq, revision, author_id, client_id, created_at, text, deleted_at)
            SELECT {topic}, s, s, CASE WHEN n % 40 = 0 THEN {Sql(UserKind, "1")} ELSE {Sql(UserKind, $"(n::bigint * 31 + s * 17) % ({size} / 10) + 1")} END, gen_random_uuid(),
              {Began} + (s * {size}::bigint + n) * {Step}, CASE WHEN (n + s) % 50 <> 0 THEN 'Message ' || s || ' of topic ' || n || ', about the weather and what we do next week' END,
              CASE WHEN (n + s) % 50 = 0 THEN {Began} END
            FROM generate_series(1, 19) s, generate_series(2, {size}) n
            """;
        yield return $"""
            INSERT INTO messages (topic_id, seq, revision, author_id, client_id, created_at, text)
            SELECT {Sql(TopicKind, "1")}, n, n, {Sql(UserKind, $"n % ({size} / 10) + 1")}, gen_random_uuid(), {Began} + n::bigint * 20 * {Step}, 'Line ' || n || ' of the long topic'
            FROM {all}
            """;
        yield return $"""
            INSERT INTO audit_log (at, id, actor_id, target_id, action, target_kind, target_name, before, after, address)
            SELECT {Began} + n::bigint * {Step}, {Sql(ActKind, "n")}, {Sql(UserKind, "1 + n % 2")}, {Sql(UserKind, "n % 1000 + 1")},
              CASE WHEN n % 5000 = 1 THEN 'user.removed' WHEN n % 4 = 0 THEN 'topic.changed' ELSE 'user.suspended' END, 'user', 'name', NULL, '{"{}"}', '127.0.0.1'
            FROM generate_series(1, {Acts}) n
            """;
        yield return $"""
            INSERT INTO reports (created_at, seq, closed_at, id, topic_id, author_id, reporter_id, assignee_id, state, reason, text)
            SELECT {Began} + n::bigint * {Step}, n % 19 + 1, CASE WHEN n % 10 < 8 THEN {Began} END, {Sql(ReportKind, "n")}, {Sql(TopicKind, "n * 19")}, {user},
              {Sql(UserKind, "n + 1")}, CASE WHEN n % 5 = 0 THEN {Sql(UserKind, "n % 50 + 1")} END, CASE WHEN n % 10 < 7 THEN 1 WHEN n % 10 < 8 THEN 2 ELSE 0 END, 'spam', 'As it was'
            FROM generate_series(1, {Reports}) n
            """;
    }
}
