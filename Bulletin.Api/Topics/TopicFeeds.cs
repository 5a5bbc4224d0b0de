using System.Collections.Concurrent;
using Bulletin.Api.Connections;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Subscriptions;
using Bulletin.Grains;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Topics;

/// <summary>The feeds of this gateway: one for each topic that any of its connections joined.</summary>
internal sealed partial class TopicFeeds(IGrainFactory grains, AllLimits limits, LiveMetrics metrics, ILoggerFactory loggers, TimeProvider clock) : BackgroundService
{
    // Renewals that wait for a slow silo must not hold up the others, nor flood the cluster.
    private const int RenewalsAtOnce = 64;

    private static readonly TimeSpan LeaveWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Gone = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<Guid, TopicFeed> feeds = new();
    private readonly ConcurrentQueue<TopicFeed> moved = new();
    private readonly WakeSignal wake = new();
    private readonly ILogger<TopicFeed> logger = loggers.CreateLogger<TopicFeed>();

    public async Task<Outcome<Joined>> Join(LiveConnection connection, Guid topicId, long? after, CancellationToken cancellationToken)
    {
        var isFirst = !feeds.ContainsKey(topicId);
        // What was missed may have to be read from the database, and so may a topic that nobody here has joined.
        if (isFirst || after is not null) limits.Searching.Spend(connection.SendQueue.UserId);
        if (isFirst)
        {
            // What is not there must not leave a feed behind.
            var topic = await grains.Topic(topicId).Get(CancellationToken.None).InTime(cancellationToken);
            if (topic.Value is null) return topic.Refusal;
        }

        while (true)
        {
            var feed = feeds.GetOrAdd(topicId, id => new(id, grains, metrics, clock, logger) { HasLeft = RenewSoon });
            if (await feed.Join(connection.SendQueue, after, cancellationToken) is not { } outcome)
            {
                feeds.TryRemove(new(topicId, feed)); // Closed between the two lines.
                continue;
            }
            if (outcome.Value is { } joined)
            {
                connection.Joined(topicId, feed);
                metrics.Joined(after is null ? LiveMetrics.Fresh : joined.Reset ? LiveMetrics.Reset : LiveMetrics.Resumed);
            }
            return outcome;
        }
    }

    /// <summary>These silos have left: what was watched there is found wherever it is next.</summary>
    public void Left(IReadOnlySet<string> silos)
    {
        foreach (var feed in feeds.Values)
            if (feed.Silo is not { } silo || silos.Contains(silo)) RenewSoon(feed);
    }

    /// <summary>How many topics this gateway watches.</summary>
    public int Count => feeds.Count;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(TopicWatch.RenewEvery, clock);
        try
        {
            await Task.WhenAll(RenewThoseThatLeft(stoppingToken), RenewAll(timer, stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Leave();
        }
    }

    /// <summary>The gateway stops. A silo that stops with it would find nobody where it tells what it leaves.</summary>
    private async Task Leave()
    {
        using CancellationTokenSource limit = new(LeaveWithin, clock);
        try
        {
            await Parallel.ForEachAsync(
                feeds.Values, new ParallelOptions { MaxDegreeOfParallelism = RenewalsAtOnce, CancellationToken = limit.Token }, Close);
        }
        catch (OperationCanceledException)
        {
            // Observers that nobody has taken off are forgotten in time.
        }
    }

    private async ValueTask Close(TopicFeed feed, CancellationToken cancellationToken)
    {
        try
        {
            await feed.Close().WaitAsync(cancellationToken);
        }
        catch (Exception e)
        {
            // One topic that can't be reached must not keep the others from hearing it.
            LogNotLeft(e, feed.TopicId);
        }
    }

    private async Task RenewAll(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        while (await timer.WaitForNextTickAsync(cancellationToken)) await Renew(feeds.Values, cancellationToken);
    }

    private async Task RenewThoseThatLeft(CancellationToken cancellationToken)
    {
        while (true)
        {
            await wake.Wait(Timeout.InfiniteTimeSpan, clock, cancellationToken);
            // Those that leave together are renewed together, once they are gone.
            await Task.Delay(Gone, clock, cancellationToken);
            List<TopicFeed> batch = [];
            while (moved.TryDequeue(out var feed)) batch.Add(feed);
            await Renew(batch.Distinct(), cancellationToken);
        }
    }

    private void RenewSoon(TopicFeed feed)
    {
        moved.Enqueue(feed);
        wake.Wake();
    }

    private Task Renew(IEnumerable<TopicFeed> some, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        some, new ParallelOptions { MaxDegreeOfParallelism = RenewalsAtOnce, CancellationToken = cancellationToken }, Renew);

    private async ValueTask Renew(TopicFeed feed, CancellationToken cancellationToken)
    {
        try
        {
            if (!await feed.Renew(cancellationToken)) feeds.TryRemove(new(feed.TopicId, feed));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it was: one topic must not end the renewals of all others.
            LogNotRenewed(e, feed.TopicId);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Could not watch topic {TopicId}")]
    private partial void LogNotRenewed(Exception reason, Guid topicId);

    [LoggerMessage(LogLevel.Debug, "Could not stop watching topic {TopicId}")]
    private partial void LogNotLeft(Exception reason, Guid topicId);
}
