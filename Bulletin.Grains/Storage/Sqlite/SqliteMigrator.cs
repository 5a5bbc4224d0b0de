using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Storage.Sqlite;

/// <summary>Applies the migrations, each in one transaction that begins with the file's write lock.</summary>
internal sealed partial class SqliteMigrator(SqliteDataSource source, TimeProvider clock, ILogger<SqliteMigrator> logger) : IMigrator
{
    public async Task Migrate(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Run(Migrate, cancellationToken);
        }
        catch (Exception fault) when (SqliteFaults.IsUnavailable(fault))
        {
            throw new StorageUnavailableException($"SQLite is unavailable: {fault.Message}", fault);
        }
    }

    private void Migrate()
    {
        using var connection = source.Open();
        // Kept in the file: readers and the writer don't wait for each other.
        Execute(connection, "PRAGMA journal_mode = WAL");
        foreach (var script in MigrationScript.Of("Sqlite")) Apply(connection, script);
    }

    private void Apply(SqliteConnection connection, MigrationScript script)
    {
        // Immediate: another process that starts at the same time waits here, and then finds it done.
        using var transaction = connection.BeginTransaction(deferred: false);
        Execute(connection, "CREATE TABLE IF NOT EXISTS bulletin_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT");
        using var find = connection.CreateCommand();
        find.CommandText = "SELECT EXISTS (SELECT 1 FROM bulletin_migrations WHERE number = @number)";
        find.Parameters.AddWithValue("@number", script.Number);
        if (Convert.ToBoolean(find.ExecuteScalar(), CultureInfo.InvariantCulture)) return;

        Execute(connection, script.Sql);
        using var record = connection.CreateCommand();
        record.CommandText = "INSERT INTO bulletin_migrations (number, name, applied_at) VALUES (@number, @name, @at)";
        record.Parameters.AddWithValue("@number", script.Number);
        record.Parameters.AddWithValue("@name", script.Name);
        record.Parameters.AddWithValue("@at", clock.GetUtcNow().ToUnixTimeMilliseconds());
        record.ExecuteNonQuery();
        transaction.Commit();
        LogApplied(script.Number, script.Name);
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
