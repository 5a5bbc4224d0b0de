using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Topics;

/// <summary>
/// Deletes everything that a user has written, once an operator has asked for it, a few messages at a time with pauses in between, so posts are hardly delayed.
/// Every silo does this: each step is idempotent, and any silo can continue what another has started.
/// </summary>
internal sealed partial class Purges(IPurgeStore store, IGrainFactory grains, TimeProvider clock, ILogger<Purges> logger) : BackgroundService
{
    /// <summary>How many messages are read per batch, and deleted at the most.</summary>
    public const int Some = 50;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>A post that was on its way when the purge was noted is stored by then, or never.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(15);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => BackgroundWork.Repeat(Every, clock, Purge, LogFailed, stoppingToken);

    /// <summary>Deletes until nothing is left of what was noted.</summary>
    /// <returns>Whether that is so; false if a topic could not be asked, or refused.</returns>
    internal async Task<bool> Purge(CancellationToken cancellationToken)
    {
        var isDone = true;
        foreach (var purge in await store.Noted(Now - Settle, cancellationToken)) isDone &= await Purge(purge, cancellationToken);
        return isDone;
    }

    private async Task<bool> Purge(UserPurge purge, CancellationToken cancellationToken)
    {
        var isDone = true;
        for (WrittenMessage? after = null; ;)
        {
            var page = await store.Written(purge, after, Some, cancellationToken);
            foreach (var topic in page.Where(message => !message.IsDeleted).GroupBy(message => message.TopicId))
                isDone &= await TryDelete(topic.Key, [.. topic], cancellationToken);
            if (page.Count < Some) break;
            after = page[^1];
            await Task.Delay(Pause, clock, cancellationToken);
        }
        if (!isDone) return false;

        await store.End(purge, cancellationToken);
        LogPurged(purge.UserId);
        return true;
    }

    private async Task<bool> TryDelete(Guid topicId, WrittenMessage[] messages, CancellationToken cancellationToken)
    {
        try
        {
            if (!messages[0].IsTopicRemoved)
                return (await grains.Topic(topicId).Purge([.. messages.Select(message => message.Seq)], cancellationToken)).Value is not null;

            foreach (var message in messages)
                if (!await store.DeleteRemoved(topicId, message.Seq, Now, cancellationToken)) return false;
            return true;
        }
#pragma warning disable CA1031 // One topic must not keep the others from it.
        catch (Exception reason) when (reason is not StorageUnavailableException && !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogTopicFailed(reason, topicId);
            return false;
        }
    }

    private DateTimeOffset Now => Milliseconds.Cut(clock.GetUtcNow());

    [LoggerMessage(LogLevel.Information, "Deleted everything that user {UserId} had written, as an operator has asked")]
    private partial void LogPurged(Guid userId);

    [LoggerMessage(LogLevel.Warning, "Could not purge messages of topic {TopicId}; retrying")]
    private partial void LogTopicFailed(Exception reason, Guid topicId);

    [LoggerMessage(LogLevel.Error, "Could not purge messages; retrying")]
    private partial void LogFailed(Exception mistake);
}
