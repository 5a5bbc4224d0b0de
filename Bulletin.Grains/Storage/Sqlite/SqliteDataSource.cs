using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Bulletin.Grains.Storage.Sqlite;

/// <summary>Opens connections to the one file. The driver keeps closed ones for the next to come.</summary>
internal sealed class SqliteDataSource : DbDataSource
{
    public const string FileName = "bulletin.db";

    // FULL: a commit is on disk before it is answered. The wait for a lock is SQLite's own, which polls by the millisecond;
    // the driver's sleeps 150 ms at a time. A commit over many topics touches many pages: the cache (16 MB) holds them until it
    // is done. A commit copies the log into the file itself only if SqliteCheckpoints can't keep up with it.
    private static readonly string s_settings = FormattableString.Invariant(
        $"PRAGMA synchronous = FULL; PRAGMA busy_timeout = 3000; PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = {4 * SqliteCheckpoints.Due};");

    public SqliteDataSource(string folder)
    {
        SqliteFolder.Prepare(folder);
        ConnectionString = new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder, FileName),
            ForeignKeys = true,
            DefaultTimeout = 3,
        }.ConnectionString;
    }

    public override string ConnectionString { get; }

    protected override DbConnection CreateDbConnection() => new SqliteConnection(ConnectionString);

    protected override DbConnection OpenDbConnection() => Open();

    /// <summary>An open connection with all settings that hold for a connection only.</summary>
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

    // The driver does everything while its caller waits: leave the caller's scheduler.
    protected override async ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default) =>
        await Task.Run(Open, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing) ClosePool();
        base.Dispose(disposing);
    }

    // What disposes of hosts calls this one, and Dispose only with false.
    protected override ValueTask DisposeAsyncCore()
    {
        ClosePool();
        return base.DisposeAsyncCore();
    }

    /// <summary>Lets the pool close its files; the last connection to close folds the write-ahead log into the file.</summary>
    private void ClosePool() => SqliteConnection.ClearPool(new SqliteConnection(ConnectionString));
}
