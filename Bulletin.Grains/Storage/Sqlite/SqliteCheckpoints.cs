using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Storage.Sqlite;

/// <summary>
/// Copies the write-ahead log into the database file beside the commits: left to SQLite, it is the commit that fills the log
/// which copies all of it, and every post behind that one waits.
/// </summary>
internal sealed partial class SqliteCheckpoints(SqliteDataSource source, ILogger<SqliteCheckpoints> logger) : BackgroundService
{
    /// <summary>Pages. Many commits write the same pages, and the longer it waits, the fewer of them are copied.</summary>
    public const int Due = 16_384;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>The log starts again from its beginning only when all of it was copied. What was written meanwhile takes another round, each shorter than the last.</summary>
    private const int MostRounds = 4;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // By the machine's own clock: it is about a file, and a test that moves its clock on by a month would have it look a million times.
        using PeriodicTimer timer = new(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Look();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
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

    /// <returns>How many pages of the log are not copied yet.</returns>
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
