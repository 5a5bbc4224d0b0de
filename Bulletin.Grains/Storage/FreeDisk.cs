using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Storage;

/// <summary>
/// Whether the disk under the SQLite file has room for more. What makes it fuller is refused while some is left, so that there is
/// room for sessions, for what frees some, and for whoever looks after the machine. Postgres is for its own operators to watch.
/// </summary>
internal sealed partial class FreeDisk : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly string _folder;
    private readonly long _floor;
    private readonly bool _watches;
    private readonly TimeProvider _clock;
    private readonly ILogger<FreeDisk> _logger;
    private long _free = long.MaxValue;
    private long _refused;
    private volatile bool _isShort;

    public FreeDisk(StorageOptions options, TimeProvider clock, IMeterFactory meters, ILogger<FreeDisk> logger)
    {
        (_folder, _floor, _watches, _clock, _logger) = (options.DataFolder, options.MinFreeBytes, !options.UsesPostgres, clock, logger);
        if (!_watches) return;
        meters.Create(BulletinTelemetry.Name)
            .CreateObservableGauge("bulletin.storage.free", () => Volatile.Read(ref _free), unit: "By", description: "Free space on the disk of the SQLite file");
    }

    /// <summary>When to ask again, and else nothing: there is room.</summary>
    public TimeSpan? Short()
    {
        if (!_isShort) return null;
        Interlocked.Increment(ref _refused);
        return Patience;
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

        var wasShort = _isShort;
        _isShort = _free < _floor;
        var refused = Interlocked.Exchange(ref _refused, 0);
        if (_isShort && (refused > 0 || !wasShort)) LogShort(_folder, _free, _floor, refused);
        if (wasShort && !_isShort) LogRoom(_folder, _free);
    }

    [LoggerMessage(LogLevel.Error, "The disk of {Folder} has {Free} bytes free, less than Storage:MinFreeBytes ({Floor}): posts, topics and accounts are refused ({Refused} since the last check)")]
    private partial void LogShort(string folder, long free, long floor, long refused);

    [LoggerMessage(LogLevel.Information, "The disk of {Folder} has enough space again: {Free} bytes free")]
    private partial void LogRoom(string folder, long free);
}
