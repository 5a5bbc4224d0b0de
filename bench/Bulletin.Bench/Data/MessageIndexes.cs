using Bulletin.Bench.Systems;
using Npgsql;

namespace Bulletin.Bench.Data;

/// <summary>The indexes of the messages: to fill the table without them and build them afterwards is faster.</summary>
internal sealed class MessageIndexes
{
    private const string Found = """
        SELECT 'ALTER TABLE messages DROP CONSTRAINT ' || conname, 'ALTER TABLE messages ADD CONSTRAINT ' || conname || ' ' || pg_get_constraintdef(oid)
        FROM pg_constraint
        WHERE conrelid = 'messages'::regclass AND contype IN ('p', 'u')
        UNION ALL
        SELECT 'DROP INDEX ' || indexrelid::regclass, pg_get_indexdef(indexrelid)
        FROM pg_index i
        WHERE indrelid = 'messages'::regclass AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
        """;

    private readonly List<(string Drop, string Build)> statements = [];
    private readonly string database;

    private MessageIndexes(string database) => this.database = database;

    public static async Task<MessageIndexes> Dropped(string database)
    {
        MessageIndexes indexes = new(database);
        await using NpgsqlConnection connection = new(database + ";Pooling=false");
        await connection.OpenAsync();
        await using (NpgsqlCommand command = new(Found, connection))
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync()) indexes.statements.Add((reader.GetString(0), reader.GetString(1)));
        foreach (var (drop, _) in indexes.statements) await Postgres.Execute(database, drop);
        return indexes;
    }

    public async Task Build()
    {
        foreach (var (_, build) in statements) await Postgres.Execute(database, build);
    }
}
