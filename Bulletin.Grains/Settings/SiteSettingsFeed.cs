using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Settings;

/// <summary>The settings in this silo's memory. One small query per silo every two seconds.</summary>
internal sealed partial class SiteSettingsFeed(ISettingsStore store, TimeProvider clock, ILogger<SiteSettingsFeed> logger) : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private volatile SiteSettings? current;

    /// <summary>The settings, from storage if they were never read.</summary>
    /// <exception cref="StorageUnavailableException">They were never read, and storage is unavailable.</exception>
    public async ValueTask<SiteSettings> Read(CancellationToken cancellationToken)
    {
        if (current is null) Set(await store.Read(cancellationToken));
        return Latest;
    }

    /// <summary>The settings as last read, or the defaults until then: for decisions that can't wait.</summary>
    public SiteSettings Latest => current ?? SiteSettings.Default;

    /// <summary>Takes settings that were just read or written, unless newer ones are known.</summary>
    public void Set(SiteSettings settings)
    {
        if (current is not { } known || settings.Version >= known.Version) current = settings;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Every, clock);
        try
        {
            do await Look(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo is stopping.
        }
    }

    internal async Task Look(CancellationToken cancellationToken)
    {
        try
        {
            var before = current;
            var read = await store.Read(cancellationToken);
            // An older version is taken too: that of a database restored from a backup. But not if somebody has just changed the settings, after this read.
            if (Interlocked.CompareExchange(ref current, read, before) != before) Set(read);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotRead(e);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Could not read the settings")]
    private partial void LogNotRead(Exception reason);
}
