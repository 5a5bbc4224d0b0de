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
    /// starting at the same time, and for the process that migrates it if this one may not.
    /// </summary>
    /// <exception cref="StorageUnavailableException">The database did not become available.</exception>
    /// <exception cref="InvalidOperationException">The data folder is not usable, or the database is not compatible with this
    /// program or not migrated.</exception>
    public static Task MigrateBulletinStorage(this IServiceProvider services, CancellationToken cancellationToken = default) =>
        Migrate(services, waited => waited is StorageUnavailableException or MigrationPendingException, cancellationToken);

    /// <summary>The same, but does not wait for another process to migrate it.</summary>
    internal static Task MigrateBulletinStorageNow(this IServiceProvider services, CancellationToken cancellationToken) =>
        Migrate(services, waited => waited is StorageUnavailableException, cancellationToken);

    private static async Task Migrate(IServiceProvider services, Func<Exception, bool> mayPass, CancellationToken cancellationToken)
    {
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Bulletin.Storage");
        var clock = services.GetRequiredService<TimeProvider>();
        var migrator = services.GetRequiredService<IMigrator>();
        var started = clock.GetTimestamp();
        SparseLines lines = new(clock);
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
            catch (Exception fault) when (mayPass(fault) && clock.GetElapsedTime(started) < Patience)
            {
                if (lines.IsDue(fault.Message)) LogWaiting(logger, Math.Ceiling((Patience - clock.GetElapsedTime(started)).TotalSeconds), fault.Message);
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Storage is ready")]
    private static partial void LogReady(ILogger logger);

    [LoggerMessage(LogLevel.Information, "Indexed the names of {People} people and {Topics} topics for search without accents")]
    private static partial void LogFolded(ILogger logger, int people, int topics);

    [LoggerMessage(LogLevel.Warning, "Waiting for storage, another {Seconds} s: {Reason}")]
    private static partial void LogWaiting(ILogger logger, double seconds, string reason);
}
