using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Storage;

/// <summary>
/// Measures the free space on the disk of the SQLite file. Operations that make the database larger are refused while some
/// space is left. That leaves room for sessions, for deletions and for the operator of the machine. Postgres is monitored by
/// its own operators.
/// </summary>
internal sealed partial class DiskSpaceMonitor : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private readonly DiskSpace _space;
    private readonly string _folder;
    private readonly long _floor;
    private readonly bool _watches;
    private readonly TimeProvider _clock;
    private readonly ILogger<DiskSpaceMonitor> _logger;
    private long _free = long.MaxValue;

    public DiskSpaceMonitor(DiskSpace space, StorageOptions options, TimeProvider clock, IMeterFactory meters, ILogger<DiskSpaceMonitor> logger)
    {
        (_space, _folder, _floor, _watches, _clock, _logger) = (space, options.DataFolder, options.MinFreeBytes, !options.UsesPostgres, clock, logger);
        if (!_watches) return;
        meters.Create(BulletinTelemetry.Name)
            .CreateObservableGauge("bulletin.storage.free", () => Volatile.Read(ref _free), unit: "By", description: "Free space on the disk of the SQLite file");
    }

    /// <summary>The first measurement is taken before any request is served.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (!_watches) return Task.CompletedTask;
        Look();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Every, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Look();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo is stopping.
        }
    }

    private void Look()
    {
        try
        {
            _free = new DriveInfo(_folder).AvailableFreeSpace;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            // Keep the last known value: if the disk is unavailable, its writes fail anyway.
            return;
        }

        var isShort = _free < _floor;
        var (wasShort, refused) = _space.Measured(isShort);
        if (isShort && (refused > 0 || !wasShort)) LogShort(_folder, _free, _floor, refused);
        if (wasShort && !isShort) LogRoom(_folder, _free);
    }

    [LoggerMessage(LogLevel.Error, "The disk of {Folder} has {Free} bytes free, less than Storage:MinFreeBytes ({Floor}): posts, topics and accounts are refused ({Refused} since the last check)")]
    private partial void LogShort(string folder, long free, long floor, long refused);

    [LoggerMessage(LogLevel.Information, "The disk of {Folder} has enough space again: {Free} bytes free")]
    private partial void LogRoom(string folder, long free);
}
