using Bulletin.Grains.Settings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Topics;

/// <summary>
/// Deletes messages that are older than their topic keeps them, and earlier texts that the site no longer keeps, a few at a time with pauses in between, so posts
/// are hardly delayed. Every silo does this, at different times: each step is idempotent, and any silo can continue what another has started.
/// </summary>
internal sealed partial class Retention(
    ITopicStore store, SiteSettingsFeed settings, TopicsToExpire due, IGrainFactory grains, TimeProvider clock, ILogger<Retention> logger) : BackgroundService
{
    /// <summary>How many topics are read per batch.</summary>
    private const int Some = 100;

    /// <summary>How many earlier texts are deleted per batch.</summary>
    private const int SomeTexts = 200;

    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>How often this looks for a changed setting. It takes effect within twice this time, so that silos begin at different times.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);

    /// <summary>Long enough for those who watch a topic to be told of a batch before the next one.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private int? knownDays;
    private DateTimeOffset nextWalk;

    /// <summary>A walk through all topics may take hours, so what is due at once does not wait for it.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        nextWalk = clock.GetUtcNow() + BackgroundWork.Jitter(Every);
        return Task.WhenAll(Repeat(WalkIfItIsTime), Repeat(ForgetEarlierTexts), Repeat(ExpireDue));

        Task Repeat(Func<CancellationToken, Task> step) => BackgroundWork.Repeat(Look, clock, step, LogFailed, stoppingToken);
    }

    private async Task WalkIfItIsTime(CancellationToken cancellationToken)
    {
        var days = settings.Latest.RetentionDays;
        if (days != knownDays) (knownDays, nextWalk) = (days, clock.GetUtcNow() + BackgroundWork.Jitter(Look));
        if (clock.GetUtcNow() < nextWalk) return;
        await Expire(cancellationToken);
        nextWalk = clock.GetUtcNow() + Every / 2 + BackgroundWork.Jitter(Every);
    }

    /// <summary>Looks through all topics once. Those that could not be asked, or refused, are due again.</summary>
    internal async Task Expire(CancellationToken cancellationToken)
    {
        for (var after = Guid.Empty; ;)
        {
            var siteDays = (await settings.Read(cancellationToken)).RetentionDays;
            var page = await store.Expiring(siteDays, Milliseconds.Cut(clock.GetUtcNow()), after, Some, cancellationToken);
            foreach (var topicId in page.Topics) await Expire(topicId, cancellationToken);
            if (page.Last is not { } last) return;
            after = last;
            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    /// <summary>Looks through the topics that are due.</summary>
    internal async Task ExpireDue(CancellationToken cancellationToken)
    {
        foreach (var topicId in due.Take()) await Expire(topicId, cancellationToken);
    }

    /// <summary>Deletes the earlier texts of all messages if the site keeps none: those that were kept before it was told so.</summary>
    internal async Task ForgetEarlierTexts(CancellationToken cancellationToken)
    {
        if ((await settings.Read(cancellationToken)).KeepsHistory) return;
        while (await store.ForgetEarlierTexts(SomeTexts, cancellationToken)) await Task.Delay(Pause, clock, cancellationToken);
    }

    private async Task Expire(Guid topicId, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var outcome = await grains.Topic(topicId).Expire(cancellationToken);
                if (outcome.Value is null && outcome.Refusal != Refusal.TopicNotFound) due.Add(topicId);
                if (outcome.Value is not { More: true }) return;
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
#pragma warning disable CA1031 // One topic must not keep the others from it.
        catch (Exception reason) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            due.Add(topicId);
            LogTopicFailed(reason, topicId);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Could not delete the old messages of topic {TopicId}; retrying")]
    private partial void LogTopicFailed(Exception reason, Guid topicId);

    [LoggerMessage(LogLevel.Error, "Could not delete old messages or earlier texts; retrying")]
    private partial void LogFailed(Exception mistake);
}
