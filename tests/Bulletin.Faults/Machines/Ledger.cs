using Bulletin.Faults.Recording;
using Npgsql;

namespace Bulletin.Faults.Machines;

/// <summary>Where a topic is, by the database.</summary>
internal sealed record Head(Guid Id, long Seq, long Revision, long LastActivityAt);

/// <summary>Reads the database itself, by SQL, past everything that is under test.</summary>
internal sealed class Ledger(string connectionString)
{
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

    public async Task<int> TerminateBackends() => (await Read(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'",
        row => row.GetBoolean(0))).Count;

    public async Task<string> Version() => (await Read("SHOW server_version", row => row.GetString(0)))[0];

    private async Task<IReadOnlyList<T>> Read<T>(string sql, Func<NpgsqlDataReader, T> map)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
#pragma warning disable CA2100 // The statements are those above.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync()) rows.Add(map(reader));
        return rows;
    }
}
