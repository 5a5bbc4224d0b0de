using Bulletin.Grains.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Topics;

/// <summary>
/// Deletes what was written in topics that were removed: a few messages at a time with a pause between, so that posts hardly wait
/// for it. Every silo does; what one has begun any other, or the next start, goes on with.
/// </summary>
internal sealed partial class RemovedTopics(ITopicStore store, TimeProvider clock, ILogger<RemovedTopics> logger) : BackgroundService
{
    /// <summary>How many messages are deleted at once.</summary>
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
            // The silo stops.
        }
    }

    /// <summary>Deletes until nothing is left.</summary>
    internal async Task Empty(CancellationToken cancellationToken)
    {
        while (await store.EmptyRemoved(Milliseconds.Cut(clock.GetUtcNow()), Some, cancellationToken))
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
            // Whoever watches storage says so; this is in no hurry.
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
