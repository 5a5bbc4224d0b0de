using Bulletin.Grains.Storage.Migrations;
using Bulletin.Grains.Storage.Sql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Storage;

/// <summary>Prepares storage before a host starts.</summary>
public static partial class StorageStart
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Migrates the database to this version's schema. Waits up to 60 s for a database that is not available yet, as it may be
    /// starting at the same time.
    /// </summary>
    /// <exception cref="StorageUnavailableException">The database did not become available.</exception>
    /// <exception cref="InvalidOperationException">Another process uses the data folder, or the database is not compatible with
    /// this program.</exception>
    public static async Task MigrateBulletinStorage(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Bulletin.Storage");
        var clock = services.GetRequiredService<TimeProvider>();
        var migrator = services.GetRequiredService<IMigrator>();
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await migrator.Migrate(cancellationToken);
                var (people, topics) = await services.GetRequiredService<SqlNameKeys>().FoldOld(cancellationToken);
                if (people + topics > 0) LogFolded(logger, people, topics);
                LogReady(logger);
                return;
            }
            catch (StorageUnavailableException away) when (clock.GetElapsedTime(started) < Patience)
            {
                LogWaiting(logger, away.Message, Patience - clock.GetElapsedTime(started));
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Storage is ready")]
    private static partial void LogReady(ILogger logger);

    [LoggerMessage(LogLevel.Information, "Indexed the names of {People} people and {Topics} topics for search without accents")]
    private static partial void LogFolded(ILogger logger, int people, int topics);

    [LoggerMessage(LogLevel.Warning, "Waiting for storage, {Remaining} left: {Reason}")]
    private static partial void LogWaiting(ILogger logger, string reason, TimeSpan remaining);
}
