using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Data;

/// <summary>People, and what they have of the topics of a database, by SQL: before the server has read any of it.</summary>
internal static class PersonalRows
{
    /// <summary>Differs from those of a <see cref="Site"/>.</summary>
    private const int Kind = 5;

    /// <summary>For each number <c>n</c>.</summary>
    private static readonly string s_person = Site.Sql(Kind, "n");

    public static string Username(int number) => $"reader-{number}";

    /// <summary>More people, from number 1, with the password of the first of the product's.</summary>
    public static Task AddPeople(string database, int count) => Postgres.Execute(database, $"""
        INSERT INTO users (id, username, username_key, display_name, display_name_key, created_at, changed_at, password_hash)
        SELECT {s_person}, 'reader-' || n, 'reader-' || n, 'Reader ' || n, 'reader ' || n, b.created_at, b.changed_at, b.password_hash
        FROM generate_series(1, {count}) n, users b
        WHERE b.username_key = 'bench-0'
        """);

    /// <summary>The follower of the log has nothing to do for what was filled.</summary>
    public static async Task MarkFollowed(string database)
    {
        await Postgres.Execute(database, """
            INSERT INTO follow_marks (topic_id, seq, revision, members_version) SELECT id, seq, revision, members_version FROM topics ON CONFLICT DO NOTHING
            """);
        await Postgres.Execute(database, "VACUUM ANALYZE follow_marks");
    }

    /// <summary>The first of the product's people follows the oldest topics. In every third of them, half is unread.</summary>
    public static async Task Follow(string database, int topics)
    {
        await Postgres.Execute(database, $"""
            INSERT INTO user_topics (user_id, topic_id, read_seq, version, level, following)
            SELECT u.id, t.id, CASE WHEN t.place % 3 = 0 THEN t.seq / 2 ELSE t.seq END, 0, 0, true
            FROM users u, (SELECT id, seq, row_number() OVER (ORDER BY id) AS place FROM topics ORDER BY id LIMIT {topics}) t
            WHERE u.username_key = 'bench-0'
            """);
        await Postgres.Execute(database, "VACUUM ANALYZE user_topics");
    }

    /// <summary>People follow the oldest topics, have read them, and want to be told of every message in one other.</summary>
    /// <param name="topics">How many they have something of, with the other one.</param>
    public static async Task Follow(string database, int firstPerson, int people, int topics, Guid told)
    {
        var numbers = $"generate_series({firstPerson}, {firstPerson + people - 1}) n";
        await Postgres.Execute(database, $"""
            INSERT INTO user_topics (user_id, topic_id, read_seq, version, level, following)
            SELECT {s_person}, t.id, t.seq, 0, 0, true FROM {numbers}, (SELECT id, seq FROM topics ORDER BY id LIMIT {topics - 1}) t
            """);
        await Postgres.Execute(database, $"""
            INSERT INTO user_topics (user_id, topic_id, read_seq, version, level, following)
            SELECT {s_person}, t.id, t.seq, 0, 3, true FROM {numbers}, topics t WHERE t.id = '{told}'
            """);
    }
}
