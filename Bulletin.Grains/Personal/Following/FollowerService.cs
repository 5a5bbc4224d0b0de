using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Personal.Following;

/// <summary>Keeps a silo's follower going. Every silo follows its own topics, and now and then looks for what others have left.</summary>
internal sealed partial class FollowerService(
    Follower follower, IFollowerLog log, IClusterMembershipService membership, ILocalSiloDetails here, TimeProvider clock, ILogger<FollowerService> logger) : BackgroundService
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WalkEvery = TimeSpan.FromHours(1);

    /// <summary>How often this looks whether it is time for a walk: after an hour, or when a silo has left. A walk that failed is repeated after this time.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);

    private readonly FollowerSweep sweep = new(log, follower, topicId => IsOwn(topicId, here.SiloAddress, membership.CurrentSnapshot), clock);
    private DateTimeOffset nextWalk;
    private volatile bool siloHasLeft;

    /// <summary>A walk through all topics may take long, so a sweep does not wait for it.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        nextWalk = clock.GetUtcNow() + BackgroundWork.Jitter(Look);
        return Task.WhenAll(
            follower.Run(stoppingToken),
            // Silos that start together don't sweep together.
            BackgroundWork.Repeat(SweepEvery * 0.9 + BackgroundWork.Jitter(SweepEvery * 0.2), clock, sweep.Sweep, LogFailed, stoppingToken),
            BackgroundWork.Repeat(RetryEvery, clock, follower.Retry, LogFailed, stoppingToken),
            WatchSilos(stoppingToken),
            BackgroundWork.Repeat(Look, clock, WalkIfItIsTime, LogFailed, stoppingToken));
    }

    private async Task WalkIfItIsTime(CancellationToken cancellationToken)
    {
        if (siloHasLeft) (siloHasLeft, nextWalk) = (false, DateTimeOffset.MinValue);
        if (clock.GetUtcNow() < nextWalk) return;
        await sweep.Walk(cancellationToken);
        nextWalk = clock.GetUtcNow() + WalkEvery / 2 + BackgroundWork.Jitter(WalkEvery);
    }

    /// <summary>A silo that leaves takes hints with it. Sweeps don't find all of that: reactions and changes of members are no activity of a topic.</summary>
    private async Task WatchSilos(CancellationToken stoppingToken)
    {
        var before = membership.CurrentSnapshot;
        try
        {
            await foreach (var now in membership.MembershipUpdates.WithCancellation(stoppingToken))
            {
                if (now.Members.Values.Any(member => member.Status is SiloStatus.Dead && before.GetSiloStatus(member.SiloAddress) is not (SiloStatus.Dead or SiloStatus.None)))
                    siloHasLeft = true;
                before = now;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo is stopping.
        }
    }

    /// <summary>Each topic is that silo's whose number, mixed with the topic's, is the greatest: when one leaves, only its topics change hands.</summary>
    private static bool IsOwn(Guid topicId, SiloAddress here, ClusterMembershipSnapshot cluster)
    {
        var own = Rank(here);
        return !cluster.Members.Values.Any(member => member.Status == SiloStatus.Active && Rank(member.SiloAddress) > own);

        uint Rank(SiloAddress silo) => unchecked((uint)(topicId.GetHashCode() ^ silo.GetConsistentHashCode()) * 2_654_435_761);
    }

    [LoggerMessage(LogLevel.Error, "Could not look for what was not followed, or try it again; retrying")]
    private partial void LogFailed(Exception mistake);
}
