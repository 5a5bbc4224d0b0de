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

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => BackgroundWork.Repeat(Every, clock, Empty, LogFailed, stoppingToken);

    /// <summary>Deletes until no messages are left of topics that were removed long enough ago.</summary>
    internal async Task Empty(CancellationToken cancellationToken)
    {
        while (await EmptySome(cancellationToken)) await Task.Delay(Pause, clock, cancellationToken);
    }

    /// <summary>Looks at the settings each time: one that was taken back must not delete anything more.</summary>
    private async Task<bool> EmptySome(CancellationToken cancellationToken)
    {
        var now = Milliseconds.Cut(clock.GetUtcNow());
        var days = (await settings.Read(cancellationToken)).RemovedTopicDays;
        return await store.EmptyRemoved(removedBy: now.AddDays(-days), now, Some, cancellationToken);
    }

    [LoggerMessage(LogLevel.Error, "Could not delete the messages of removed topics; retrying")]
    private partial void LogFailed(Exception mistake);
}
