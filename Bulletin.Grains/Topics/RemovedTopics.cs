using Bulletin.Grains.Settings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Topics;

/// <summary>
/// Deletes the messages of topics that can no longer be restored, or were purged, a few at a time with pauses in between, so posts are hardly delayed.
/// Every silo does this; any silo can continue what another has started.
/// </summary>
internal sealed partial class RemovedTopics(ITopicStore store, SiteSettingsFeed settings, TimeProvider clock, ILogger<RemovedTopics> logger) : BackgroundService
{
    /// <summary>How many messages are deleted per batch.</summary>
    public const int Some = 200;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TryEmpty(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo is stopping.
        }
    }

    /// <summary>Deletes until no messages are left of topics that were removed long enough ago.</summary>
    internal async Task Empty(CancellationToken cancellationToken)
    {
        var now = Milliseconds.Cut(clock.GetUtcNow());
        var removedBy = now.AddDays(-(await settings.Read(cancellationToken)).RemovedTopicDays);
        while (await store.EmptyRemoved(removedBy, now, Some, cancellationToken))
            await Task.Delay(Pause, clock, cancellationToken);
    }

    private async Task TryEmpty(CancellationToken cancellationToken)
    {
        try
        {
            await Empty(cancellationToken);
        }
        catch (StorageUnavailableException)
        {
            // The storage watch reports it, and this can wait.
        }
#pragma warning disable CA1031 // A mistake here must not end the silo.
        catch (Exception mistake) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(mistake);
        }
    }

    [LoggerMessage(LogLevel.Error, "Could not delete the messages of removed topics; retrying")]
    private partial void LogFailed(Exception mistake);
}
