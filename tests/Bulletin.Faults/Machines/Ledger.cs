using Bulletin.Faults.Recording;
using Npgsql;

namespace Bulletin.Faults.Machines;

/// <summary>Where a topic is, by the database.</summary>
internal sealed record Head(Guid Id, long Seq, long Revision, long LastActivityAt);

/// <summary>Reads the database itself, by SQL, past everything that is under test.</summary>
internal sealed class Ledger(string connectionString)
{
    /// <summary>Levels by their numbers.</summary>
    private static readonly string[] Levels = ["default", "muted", "mentions", "all"];

    private const string MaySee =
        "t.removed_at IS NULL AND (t.access = 0 OR EXISTS (SELECT 1 FROM topic_members k WHERE k.topic_id = t.id AND k.user_id = @user))";

    private readonly string connectionString = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 120 }.ToString();

    /// <summary>In the order of <paramref name="topics"/>.</summary>
    public async Task<IReadOnlyList<Head>> Heads(IReadOnlyList<Guid> topics)
    {
        var heads = await Read("SELECT id, seq, revision, last_activity_at FROM topics", row => new Head(row.GetGuid(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)));
        return [.. topics.Select(id => heads.First(h => h.Id == id))];
    }

    public async Task<Stored> All(IReadOnlyList<Guid> topics)
    {
        var places = topics.Index().ToDictionary(t => t.Item, t => t.Index);
        var heads = await Heads(topics);
        var messages = await Read(
            "SELECT topic_id, seq, revision, author_id, client_id, text, edited_at IS NOT NULL, deleted_at IS NOT NULL FROM messages",
            row => new StoredMessage(places[row.GetGuid(0)], row.GetInt64(1), row.GetInt64(2), row.GetGuid(3), row.GetGuid(4),
                row.IsDBNull(5) ? null : row.GetString(5), row.GetBoolean(6), row.GetBoolean(7)));
        return new([.. heads.Select((h, i) => new StoredTopic(i, h.Seq, h.Revision))], messages);
    }

    /// <summary>What somebody has of the topics that they may see.</summary>
    public async Task<IReadOnlyDictionary<Guid, OwnTopic>> OwnTopics(Guid userId) => (await Read(
        $"""
        SELECT t.id, u.read_seq, u.level, u.following,
          (SELECT count(*) FROM messages m WHERE m.topic_id = t.id AND m.seq > u.read_seq AND m.author_id <> u.user_id AND m.deleted_at IS NULL),
          (SELECT count(*) FROM notifications n JOIN messages m ON m.topic_id = n.topic_id AND m.seq = n.seq
           WHERE n.user_id = u.user_id AND n.topic_id = t.id AND n.seq > u.read_seq AND n.kind IN (0, 1) AND m.deleted_at IS NULL)
        FROM user_topics u JOIN topics t ON t.id = u.topic_id
        WHERE u.user_id = @user AND {MaySee}
        """,
        row => (Id: row.GetGuid(0), Topic: new OwnTopic(row.GetInt64(1), Capped(row.GetInt64(4)), Capped(row.GetInt64(5)), Levels[row.GetInt16(2)], row.GetBoolean(3))),
        userId)).ToDictionary(own => own.Id, own => own.Topic);

    /// <summary>How many notifications of somebody are unread, of what they may see and have not muted; 99 means 99 or more.</summary>
    public async Task<int> UnreadNotifications(Guid userId) => Capped((await Read(
        $"""
        SELECT count(*) FROM notifications n JOIN topics t ON t.id = n.topic_id
        WHERE n.user_id = @user AND n.read_at IS NULL AND {MaySee}
          AND (n.seq = 0 OR EXISTS (SELECT 1 FROM messages m WHERE m.topic_id = n.topic_id AND m.seq = n.seq AND m.deleted_at IS NULL))
          AND NOT EXISTS (SELECT 1 FROM user_topics u WHERE u.user_id = n.user_id AND u.topic_id = n.topic_id AND u.level = 1)
        """,
        row => row.GetInt64(0), userId))[0]);

    public async Task<int> TerminateBackends() => (await Read(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'",
        row => row.GetBoolean(0))).Count;

    public async Task<string> Version() => (await Read("SHOW server_version", row => row.GetString(0)))[0];

    private static int Capped(long count) => (int)Math.Min(count, 99);

    private async Task<IReadOnlyList<T>> Read<T>(string sql, Func<NpgsqlDataReader, T> map, Guid? user = null)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
#pragma warning disable CA2100 // The statements are those above.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        if (user is { } id) command.Parameters.AddWithValue("user", id);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync()) rows.Add(map(reader));
        return rows;
    }
}
