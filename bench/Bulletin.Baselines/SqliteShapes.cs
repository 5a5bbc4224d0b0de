using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Bulletin.Baselines;

/// <summary>
/// Measures a commit of many rows in SQLite, by the form of its statements: row by row, one statement with many <c>VALUES</c>, one
/// that unpacks JSON. Each runs in one transaction, with WAL mode and full synchronization, and with the keys of messages.
/// </summary>
internal static class SqliteShapes
{
    private const int Rows = 20_000;
    private const int Rounds = 5;
    private const int Columns = 6;
    private static readonly string Text = new('x', 200);

    private delegate void Insert(SqliteConnection connection, SqliteTransaction transaction, List<object[]> rows);

    public static void Measure()
    {
        (string Name, Insert Insert)[] shapes = [("row by row", new RowByRow().Insert), ("many VALUES", ManyValues), ("JSON", Json)];
        Console.WriteLine("µs a row, the median of five");
        Console.WriteLine($"{"rows a commit",-15}{string.Concat(shapes.Select(s => s.Name.PadLeft(14)))}");
        foreach (var batch in (int[])[1, 10, 100, 500])
        {
            // In turn, so that other load on the machine affects them all alike.
            var times = shapes.ToDictionary(s => s.Name, _ => new List<double>());
            for (var round = 0; round < Rounds; round++)
                foreach (var (name, insert) in shapes) times[name].Add(Run(insert, batch));
            var medians = shapes.Select(s => times[s.Name].Order().ElementAt(Rounds / 2).ToString("0.0", CultureInfo.InvariantCulture).PadLeft(14));
            Console.WriteLine($"{batch,-15}{string.Concat(medians)}");
        }
    }

    private static double Run(Insert insert, int batch)
    {
        using TempFolder folder = new();
        using SqliteConnection connection = new($"Data Source={Path.Combine(folder.Path, "shapes.db")};Pooling=False");
        connection.Open();
        Execute(connection, null, """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            CREATE TABLE messages (
              topic_id text NOT NULL, seq integer NOT NULL, revision integer NOT NULL, client_id text NOT NULL, author_id text NOT NULL, text text,
              PRIMARY KEY (topic_id, seq), UNIQUE (topic_id, revision), UNIQUE (topic_id, author_id, client_id))
            """);
        var rows = Math.Min(Rows, batch * 400);
        var clock = Stopwatch.StartNew();
        for (var from = 0; from < rows; from += batch)
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            insert(connection, transaction, Make(from, batch));
            transaction.Commit();
        }
        return clock.Elapsed.TotalMicroseconds / rows;
    }

    private static List<object[]> Make(int from, int count) => [.. Enumerable.Range(from, count).Select(i => (object[])
        [$"topic-{i % 50}", (long)i, (long)i, Guid.CreateVersion7().ToString(), "author", Text])];

    /// <summary>One prepared statement, run per row.</summary>
    private sealed class RowByRow
    {
        private SqliteCommand? prepared;

        public void Insert(SqliteConnection connection, SqliteTransaction transaction, List<object[]> rows)
        {
            if (prepared?.Connection != connection)
            {
                prepared = connection.CreateCommand();
                prepared.CommandText = "INSERT INTO messages VALUES (@0, @1, @2, @3, @4, @5)";
                for (var i = 0; i < Columns; i++) prepared.Parameters.Add(new SqliteParameter { ParameterName = $"@{i}" });
            }
            prepared.Transaction = transaction;
            foreach (var row in rows)
            {
                for (var i = 0; i < Columns; i++) prepared.Parameters[i].Value = row[i];
                prepared.ExecuteNonQuery();
            }
        }
    }

    private static void ManyValues(SqliteConnection connection, SqliteTransaction transaction, List<object[]> rows)
    {
        var values = rows.Select((_, at) => $"({string.Join(',', Enumerable.Range(at * Columns, Columns).Select(i => $"@{i}"))})");
        Execute(connection, transaction, $"INSERT INTO messages VALUES {string.Join(',', values)}", [.. rows.SelectMany(row => row)]);
    }

    private static void Json(SqliteConnection connection, SqliteTransaction transaction, List<object[]> rows) =>
        Execute(connection, transaction, """
            INSERT INTO messages
            SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 FROM json_each(@0)
            """, JsonSerializer.Serialize(rows));

    private static void Execute(SqliteConnection connection, SqliteTransaction? transaction, string sql, params object[] values)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // The statements are the constants above.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < values.Length; i++) command.Parameters.AddWithValue($"@{i}", values[i]);
        command.ExecuteNonQuery();
    }
}
