using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Storage;

/// <summary>
/// Measures the free space of the disk under the SQLite file. What makes it fuller is refused while some is left, so that there is
/// room for sessions, for what frees some, and for whoever looks after the machine. Postgres is for its own operators to watch.
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

    /// <summary>The first look is taken before anybody is served.</summary>
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
            // The silo stops.
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
            // What was known last goes on to hold: a disk that is away fails its writes anyway.
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
