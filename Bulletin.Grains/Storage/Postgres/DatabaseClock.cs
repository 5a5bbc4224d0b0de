using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;

namespace Bulletin.Grains.Storage.Postgres;

/// <summary>
/// Measures how far the clocks of the database and of this silo are apart. Messages get their time from their topic's silo, so
/// silos that disagree with the database also disagree with each other.
/// </summary>
internal sealed class DatabaseClock : BackgroundService
{
    private const string Now = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    /// <summary>An answer that took longer says too little: the offset is uncertain by half of its duration.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(0.5);

    private readonly PostgresDatabase _database;
    private readonly TimeProvider _clock;
    private Measurement<double>[] _offset = [];

    public DatabaseClock(PostgresDatabase database, TimeProvider clock, IMeterFactory meters)
    {
        (_database, _clock) = (database, clock);
        meters.Create(BulletinTelemetry.Name).CreateObservableGauge(
            "bulletin.storage.clock_offset", () => Volatile.Read(ref _offset), "s", "How far the database's clock is ahead of this silo's");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Every, _clock);
        try
        {
            do await Measure(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo is stopping.
        }
    }

    private async Task Measure(CancellationToken cancellationToken)
    {
        try
        {
            var asked = _clock.GetUtcNow();
            var timestamp = _clock.GetTimestamp();
            var answer = await _database.Query(Now, row => row.GetInt64(0), cancellationToken);
            var took = _clock.GetElapsedTime(timestamp);
            if (took > LongestAnswer) return;
            var offset = DateTimeOffset.UnixEpoch.AddMicroseconds(answer[0]) - (asked + took / 2);
            Volatile.Write(ref _offset, [new(offset.TotalSeconds)]);
        }
        catch (StorageUnavailableException)
        {
            // StorageWatch reports it. Clocks do not change because of that.
        }
    }
}
