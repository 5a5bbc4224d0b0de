using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Bulletin.Grains.Storage.Sqlite;

/// <summary>Opens connections to the database file. The driver pools closed connections for reuse.</summary>
internal sealed class SqliteDataSource : DbDataSource
{
    public const string FileName = "bulletin.db";

    // FULL: a commit is on disk before it is acknowledged. SQLite's own busy wait polls every few milliseconds; the driver's
    // sleeps 150 ms at a time. A commit across many topics touches many pages, so the cache (16 MB) holds them until it
    // completes. A commit checkpoints the log into the database file only if SqliteCheckpoints can't keep up with it.
    private static readonly string s_settings = FormattableString.Invariant(
        $"PRAGMA synchronous = FULL; PRAGMA busy_timeout = 3000; PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = {4 * SqliteCheckpoints.Due};");

    public SqliteDataSource(string folder)
    {
        SqliteFolder.Prepare(folder);
        File = Path.Combine(folder, FileName);
        ConnectionString = new SqliteConnectionStringBuilder
        {
            DataSource = File,
            ForeignKeys = true,
            DefaultTimeout = 3,
        }.ConnectionString;
    }

    public string File { get; }

    public override string ConnectionString { get; }

    protected override DbConnection CreateDbConnection() => new SqliteConnection(ConnectionString);

    protected override DbConnection OpenDbConnection() => Open();

    /// <summary>Opens a connection and applies all settings that are per connection.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(ConnectionString);
        try
        {
            connection.Open();
            using var settings = connection.CreateCommand();
            settings.CommandText = s_settings;
            settings.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // The driver is synchronous, so move off the caller's scheduler.
    protected override async ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default) =>
        await Task.Run(Open, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing) ClosePool();
        base.Dispose(disposing);
    }

    // Hosts dispose asynchronously, which calls Dispose only with false.
    protected override ValueTask DisposeAsyncCore()
    {
        ClosePool();
        return base.DisposeAsyncCore();
    }

    /// <summary>
    /// Makes the pool close its files. Closing the last connection checkpoints the write-ahead log into the database file.
    /// </summary>
    private void ClosePool() => SqliteConnection.ClearPool(new SqliteConnection(ConnectionString));
}
