using Bulletin.Grains.Directory;
using Bulletin.Grains.Topics;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Personal.Following;

/// <summary>
/// Follows the log of topics in which something has happened, and brings people what concerns them. A topic's stored mark moves only after everybody
/// was told: what was broken off is repeated, by whichever silo. So each delivery comes at least once, and is noted once.
/// </summary>
internal sealed partial class Follower : IFollowerHints, IDisposable
{
    private const int Capacity = 100_000, TopicsAtOnce = 500;

    /// <summary>How many topics may fail by themselves, one after another, before the others are not tried any more.</summary>
    private const int FailuresInARow = 3;

    /// <summary>How many topics are kept apart because they fail. More are left to the sweep.</summary>
    private const int MostPutOff = 1_000;

    private readonly IFollowerLog log;
    private readonly FollowerMetrics metrics;
    private readonly TimeProvider clock;
    private readonly ILogger<Follower> logger;
    private readonly HintedTopics hinted;
    private readonly FollowerSearch search;
    private readonly PersonalDeliveries deliveries;
    private readonly ParkedParcels parked;
    private readonly Backoff putOff;
    private readonly ReportRounds rounds;

    public Follower(IFollowerLog log, IGrainFactory grains, FollowerMetrics metrics, TimeProvider clock, ILogger<Follower> logger)
    {
        (this.log, this.metrics, this.clock, this.logger) = (log, metrics, clock, logger);
        hinted = new(Capacity, metrics);
        search = new(log, clock);
        deliveries = new(grains, clock);
        parked = new(clock);
        putOff = new(clock);
        rounds = new(Follow, clock, leavesRoom: 9, mostRoom: TimeSpan.FromMilliseconds(600));
    }

    /// <summary>How many topics wait to be followed.</summary>
    public int Waiting => hinted.Count;

    public void Changed(Guid topicId)
    {
        hinted.Add(topicId);
        rounds.Signal();
    }

    public Task Run(CancellationToken stoppingToken) => rounds.Run(stoppingToken);

    public void Dispose() => rounds.Dispose();

    /// <summary>One round, of the topics that have waited longest.</summary>
    /// <returns>False if not all of them could be followed.</returns>
    internal async Task<bool> Follow(CancellationToken cancellationToken)
    {
        if (parked.IsFull) return false;
        // Those that are put off are followed by themselves, when it is time.
        Guid[] topicIds = [.. hinted.Take(TopicsAtOnce).Where(topicId => !putOff.Contains(topicId))];
        var followed = topicIds.Length == 0 || await TryFollow(topicIds, cancellationToken) is null || await FollowEach(topicIds, cancellationToken);
        if (hinted.Count > 0) rounds.Signal();
        return followed;
    }

    /// <summary>Tries again what has failed, if it is time.</summary>
    internal async Task Retry(CancellationToken cancellationToken)
    {
        await FollowEach(putOff.Due(MostPutOff), cancellationToken);

        var due = parked.TakeDue();
        foreach (var (parcel, reason) in parked.Tried(due, await deliveries.Send(due, cancellationToken)))
            LogGivenUp(reason, parcel.Deliveries.Count, parcel.UserId);
        var done = parked.Done();
        await log.Mark(done, cancellationToken);
        parked.Stored(done);
    }

    /// <summary>Follows topics one by one: one of them may be what fails, and must not hold up the others.</summary>
    private async Task<bool> FollowEach(IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken)
    {
        var (failures, all) = (0, true);
        foreach (var topicId in topicIds)
        {
            if (failures >= FailuresInARow)
            {
                if (!putOff.Contains(topicId)) hinted.Add(topicId);
                continue;
            }
            var failure = await TryFollow([topicId], cancellationToken);
            if (failure is null) putOff.Succeeded(topicId);
            else if (putOff.Contains(topicId) || putOff.Count < MostPutOff) putOff.Failed(topicId, failure);
            failures = failure is null ? 0 : failures + 1;
            all &= failure is null;
        }
        return all;
    }

    /// <returns>Why it failed; null if it did not.</returns>
    private async Task<Exception?> TryFollow(Guid[] topicIds, CancellationToken cancellationToken)
    {
        try
        {
            await Follow(topicIds, cancellationToken);
            return null;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotFollowed(e, topicIds.Length);
            return e;
        }
    }

    private async Task Follow(Guid[] topicIds, CancellationToken cancellationToken)
    {
        var found = await search.Find(parked.From(topicIds), cancellationToken);
        foreach (var topicId in topicIds.Except(found.Select(topic => topic.TopicId))) hinted.Add(topicId);

        var parcels = Parcel.Of(found).ToLookup(parcel => parked.Has(parcel.UserId));
        var failed = await deliveries.Send([.. parcels[false]], cancellationToken);
        if (failed.Count > 0) LogNotDelivered(failed.Select(one => one.Reason).FirstOrDefault(reason => reason is not null), failed.Count);

        var done = parked.Park([.. parcels[true], .. failed.Select(one => one.Parcel)], [.. found.Select(topic => topic.Mark).OfType<FollowMark>()]);
        await log.Mark(done, cancellationToken);
        var marked = done.Select(mark => mark.TopicId).ToHashSet();
        foreach (var topic in found)
        {
            if (topic.OldestPost is { } posted && marked.Contains(topic.TopicId)) metrics.Followed(clock.GetUtcNow() - posted);
            if (topic.More) hinted.Add(topic.TopicId);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Could not follow {Count} topics; retrying")]
    private partial void LogNotFollowed(Exception reason, int count);

    [LoggerMessage(LogLevel.Warning, "Could not tell {Count} people what concerns them; retrying")]
    private partial void LogNotDelivered(Exception? reason, int count);

    [LoggerMessage(LogLevel.Error, "Gave up {Count} notifications of user {UserId}, after an hour of failures")]
    private partial void LogGivenUp(Exception? reason, int count, Guid userId);
}
