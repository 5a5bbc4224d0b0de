using Bulletin.Bench.Systems;
using Npgsql;

namespace Bulletin.Bench.Data;

/// <summary>The indexes of a table: to fill it without them and build them afterwards is faster.</summary>
internal sealed class TableIndexes
{
    private const string Found = """
        SELECT 'ALTER TABLE ' || $1 || ' DROP CONSTRAINT ' || conname, 'ALTER TABLE ' || $1 || ' ADD CONSTRAINT ' || conname || ' ' || pg_get_constraintdef(oid)
        FROM pg_constraint
        WHERE conrelid = $1::regclass AND contype IN ('p', 'u')
        UNION ALL
        SELECT 'DROP INDEX ' || indexrelid::regclass, pg_get_indexdef(indexrelid)
        FROM pg_index i
        WHERE indrelid = $1::regclass AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
        """;

    private readonly List<(string Drop, string Build)> statements = [];
    private readonly string database;

    private TableIndexes(string database) => this.database = database;

    public static async Task<TableIndexes> Dropped(string database, string table)
    {
        TableIndexes indexes = new(database);
        await using NpgsqlConnection connection = new(database + ";Pooling=false");
        await connection.OpenAsync();
        await using (NpgsqlCommand command = new(Found, connection) { Parameters = { new() { Value = table } } })
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
