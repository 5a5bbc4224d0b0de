using Bulletin.Grains.Directory;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Following;

/// <summary>
/// Follows the log of topics in rounds. A topic's stored mark moves only after what happened up to there was dealt with: what was broken off is repeated,
/// by whichever silo.
/// </summary>
internal abstract partial class LogFollower : IDisposable
{
    private const int TopicsAtOnce = 500;

    /// <summary>How many topics of a round are for what a walk has found, so that it goes on while much happens.</summary>
    private const int FoundAtLeast = 100;

    /// <summary>How many topics may fail by themselves, one after another, before the others are not tried any more.</summary>
    private const int FailuresInARow = 3;

    /// <summary>How many topics are kept apart because they fail. More are left to the sweep.</summary>
    private const int MostPutOff = 1_000;

    private readonly ILogger logger;
    private readonly FollowerPace pace;
    private readonly HintedTopics hinted, found;
    private readonly Backoff putOff;
    private readonly ReportRounds rounds;

    /// <summary>The topics of the round that were found, and not hinted at.</summary>
    private HashSet<Guid> foundOfRound = [];

    /// <summary>How much has happened since the last round began, and how much was followed in it.</summary>
    private int came, done;

    protected LogFollower(FollowerPace pace, FollowingMetrics metrics, TimeProvider clock, ILogger logger)
    {
        (this.pace, this.logger) = (pace, logger);
        (hinted, found) = (new(pace.Capacity, metrics), new(pace.Capacity, metrics));
        putOff = new(clock);
        rounds = new(Follow, clock, () => LeavesRoom, pace.MostRoom);
    }

    /// <summary>Finds the topics that nobody has hinted at.</summary>
    public abstract ITopicsBehind Log { get; }

    /// <summary>How many topics wait to be followed.</summary>
    public int Waiting => hinted.Count + found.Count;

    /// <summary>Whether hints are dropped.</summary>
    public bool DropsHints => hinted.Count >= pace.Capacity;

    /// <summary>Whether a walk should wait before it finds more.</summary>
    public bool HasEnough => found.Count > pace.MostFound;

    /// <summary>How many times as long as the last round took to pause after it. It is behind if more happens than it follows with the usual pauses.</summary>
    internal double LeavesRoom =>
        came == 0 ? pace.LeavesRoomWhenQuiet : came * (1 + pace.LeavesRoom) > done ? pace.LeavesRoomWhenBehind : pace.LeavesRoom;

    /// <summary>Whether no more is followed until something is retried.</summary>
    protected virtual bool IsFull => false;

    /// <summary>Something has just happened in a topic.</summary>
    public void Changed(Guid topicId)
    {
        Interlocked.Increment(ref came);
        hinted.Add(topicId);
        rounds.Signal();
    }

    /// <summary>A topic is behind, perhaps for long: what has just happened elsewhere comes before it.</summary>
    public void Found(Guid topicId)
    {
        found.Add(topicId);
        rounds.Signal();
    }

    /// <summary>Whether all topics must be looked through now, and not only when it is time.</summary>
    public virtual Task<bool> MustWalk(CancellationToken cancellationToken) => Task.FromResult(false);

    public Task Run(CancellationToken stoppingToken) => rounds.Run(stoppingToken);

    public void Dispose() => rounds.Dispose();

    /// <summary>One round, of the topics that have waited longest.</summary>
    /// <returns>False if not all of them could be followed.</returns>
    internal async Task<bool> Follow(CancellationToken cancellationToken)
    {
        if (IsFull) return false;
        (came, done) = (0, 0);
        var recent = hinted.Take(TopicsAtOnce - Math.Min(FoundAtLeast, found.Count));
        foundOfRound = [.. found.Take(TopicsAtOnce - recent.Count).Except(recent)];
        // Those that are put off are followed by themselves, when it is time.
        Guid[] topicIds = [.. recent.Union(foundOfRound).Where(topicId => !putOff.Contains(topicId))];
        var followed = topicIds.Length == 0 || await TryFollow(topicIds, cancellationToken) is null || await FollowEach(topicIds, cancellationToken);
        if (Waiting > 0) rounds.Signal();
        return followed;
    }

    /// <summary>Tries again what has failed, if it is time.</summary>
    internal virtual Task Retry(CancellationToken cancellationToken) => FollowEach(putOff.Due(MostPutOff), cancellationToken);

    /// <summary>A topic of this round must wait for another: again among those that were hinted at, or those that were found.</summary>
    protected void NotYet(Guid topicId)
    {
        if (foundOfRound.Contains(topicId)) Found(topicId);
        else hinted.Add(topicId);
    }

    /// <summary>Deals with what has happened in topics: those that were hinted at come first. What there is no time for is <see cref="NotYet"/>.</summary>
    /// <returns>How much of it was followed.</returns>
    protected abstract Task<int> Follow(IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken);

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
            Interlocked.Add(ref done, await Follow(topicIds, cancellationToken));
            return null;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotFollowed(e, topicIds.Length);
            return e;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Could not follow {Count} topics; retrying")]
    private partial void LogNotFollowed(Exception reason, int count);
}
