using System.Diagnostics.Metrics;
using Bulletin.Grains.Storage.Sql;
using Microsoft.Extensions.Hosting;

namespace Bulletin.Grains.Storage;

/// <summary>
/// Checks periodically whether storage responds, even without traffic, so that an alert need not wait for the first failed
/// post.
/// </summary>
internal sealed class StorageWatch : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly SqlDatabase _database;
    private readonly TimeProvider _clock;
    // A host starts only after storage has been migrated, so it is available at first.
    private volatile bool _answers = true;

    public StorageWatch(SqlDatabase database, TimeProvider clock, IMeterFactory meters)
    {
        (_database, _clock) = (database, clock);
        meters.Create(BulletinTelemetry.Name)
            .CreateObservableGauge("bulletin.storage.available", () => _answers ? 1 : 0, description: "Whether storage answered when it was last asked: 1 or 0");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Every, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) _answers = await Answers(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo is stopping.
        }
    }

    private async Task<bool> Answers(CancellationToken cancellationToken)
    {
        try
        {
            await _database.Check(cancellationToken);
            return true;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
