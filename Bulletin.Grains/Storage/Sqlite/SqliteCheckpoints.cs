using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Storage.Sqlite;

/// <summary>
/// Runs checkpoints concurrently with the commits. Otherwise SQLite makes the commit that fills the write-ahead log copy all of
/// it into the database file, and every post queued behind that commit waits.
/// </summary>
internal sealed partial class SqliteCheckpoints(SqliteDataSource source, ILogger<SqliteCheckpoints> logger) : BackgroundService
{
    /// <summary>In pages. Many commits write the same page, so checkpointing less often copies fewer pages.</summary>
    public const int Due = 16_384;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>
    /// SQLite reuses the log from its start only once all of it is copied. Each round copies what was written during the
    /// previous one.
    /// </summary>
    private const int MostRounds = 4;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Always the system clock: a test that advances a fake clock by months would run millions of checks.
        using PeriodicTimer timer = new(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Look();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server is stopping.
        }
    }

    private void Look()
    {
        try
        {
            using var connection = source.Open();
            if (Checkpoint(connection, "NOOP") < Due) return;
            for (var round = 0; round < MostRounds && Checkpoint(connection, "PASSIVE") > 0; round++) { }
        }
        catch (SqliteException fault)
        {
            LogNotCopied(fault);
        }
    }

    /// <returns>The number of pages in the log that are not copied yet.</returns>
    private static long Checkpoint(SqliteConnection connection, string mode)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // One of two constants.
        command.CommandText = $"PRAGMA wal_checkpoint({mode})";
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        return reader.Read() ? reader.GetInt64(1) - reader.GetInt64(2) : 0;
    }

    [LoggerMessage(LogLevel.Warning, "Could not checkpoint the write-ahead log; retrying in a second")]
    private partial void LogNotCopied(Exception reason);
}
