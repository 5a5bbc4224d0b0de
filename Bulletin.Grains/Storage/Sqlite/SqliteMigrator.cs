using System.Globalization;
using Bulletin.Grains.Storage.Migrations;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Storage.Sqlite;

/// <summary>Applies each migration in its own transaction, which starts by taking the file's write lock.</summary>
internal sealed partial class SqliteMigrator(SqliteDataSource source, TimeProvider clock, ILogger<SqliteMigrator> logger) : IMigrator
{
    public async Task Migrate(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Run(Migrate, cancellationToken);
        }
        catch (SqliteException fault) when (SqliteFaults.IsPermanent(fault))
        {
            throw new InvalidOperationException(SqliteFaults.Sentence(source.File, fault), fault);
        }
        catch (Exception fault) when (SqliteFaults.IsUnavailable(fault))
        {
            throw new StorageUnavailableException($"SQLite is unavailable: {fault.Message}", fault);
        }
        catch (SqliteException fault)
        {
            throw MigrationRecord.Refused(fault.Message, fault);
        }
    }

    private void Migrate()
    {
        using var connection = source.Open();
        // Persists in the file: readers and the writer don't block each other.
        Execute(connection, "PRAGMA journal_mode = WAL");
        var scripts = MigrationScript.Of("Sqlite");
        PrepareRecords(connection);
        MigrationRecord.RequireCompatible(scripts, Taken(connection));
        foreach (var script in scripts) Apply(connection, script);
    }

    private static void PrepareRecords(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        Execute(connection, "CREATE TABLE IF NOT EXISTS bulletin_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL, compatible_from INTEGER) STRICT");
        // Version 0.1.0 created the table without this column and leaves it empty.
        if (!RecordsCompatibility(connection))
            Execute(connection, "ALTER TABLE bulletin_migrations ADD COLUMN compatible_from INTEGER");
        // If the file can't be written to, this fails; otherwise the first post would.
        Execute(connection, "DELETE FROM bulletin_migrations WHERE false");
        transaction.Commit();
    }

    private void Apply(SqliteConnection connection, MigrationScript script)
    {
        // Immediate: a second process that starts at the same time waits here and then finds the migrations applied.
        using var transaction = connection.BeginTransaction(deferred: false);
        if (Taken(connection).Any(record => record.Number == script.Number)) return;

        Execute(connection, script.Sql);
        using var record = connection.CreateCommand();
        record.CommandText = "INSERT INTO bulletin_migrations (number, name, applied_at, compatible_from) VALUES (@number, @name, @at, @compatible)";
        record.Parameters.AddWithValue("@number", script.Number);
        record.Parameters.AddWithValue("@name", script.Name);
        record.Parameters.AddWithValue("@at", clock.GetUtcNow().ToUnixTimeMilliseconds());
        record.Parameters.AddWithValue("@compatible", script.CompatibleFrom);
        record.ExecuteNonQuery();
        transaction.Commit();
        LogApplied(script.Number, script.Name);
    }

    private static bool RecordsCompatibility(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT EXISTS (SELECT 1 FROM pragma_table_info('bulletin_migrations') WHERE name = 'compatible_from')";
        return Convert.ToBoolean(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static List<MigrationRecord> Taken(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT number, name, compatible_from FROM bulletin_migrations";
        using var reader = command.ExecuteReader();
        var taken = new List<MigrationRecord>();
        while (reader.Read()) taken.Add(new(reader.GetInt32(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetInt32(2)));
        return taken;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are our own, embedded in this assembly.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    [LoggerMessage(LogLevel.Information, "Migration {Number} ({Name}) applied to SQLite")]
    private partial void LogApplied(int number, string name);
}
