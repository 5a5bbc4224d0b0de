using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Following;

/// <summary>Keeps a silo's follower going. Every silo follows its own topics, and now and then looks for what others have left.</summary>
internal sealed partial class FollowerService<TFollower>(
    TFollower follower, IClusterMembershipService membership, ILocalSiloDetails here, TimeProvider clock, ILogger<FollowerService<TFollower>> logger) : BackgroundService
    where TFollower : LogFollower
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WalkEvery = TimeSpan.FromHours(1);

    /// <summary>How often this looks whether it is time for a walk: after an hour, when a silo has left, or when the follower asks for it. A walk that failed
    /// is repeated after this time.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);

    private readonly DepartedSilos departed = new(membership);
    private readonly FollowerSweep sweep = new(follower, new OwnTopics(membership, here).Contains, clock);
    private readonly FollowerWalk walk = new(follower, new OwnTopics(membership, here).Contains, clock);
    private DateTimeOffset nextWalk;

    /// <summary>A walk through all topics may take long, so a sweep does not wait for it.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        nextWalk = clock.GetUtcNow() + BackgroundWork.Jitter(Look);
        return Task.WhenAll(
            follower.Run(stoppingToken),
            // Silos that start together don't sweep together.
            BackgroundWork.Repeat(SweepEvery * 0.9 + BackgroundWork.Jitter(SweepEvery * 0.2), clock, sweep.Sweep, LogFailed, stoppingToken),
            BackgroundWork.Repeat(RetryEvery, clock, follower.Retry, LogFailed, stoppingToken),
            departed.Watch(stoppingToken),
            BackgroundWork.Repeat(Look, clock, WalkIfItIsTime, LogFailed, stoppingToken));
    }

    private async Task WalkIfItIsTime(CancellationToken cancellationToken)
    {
        if (await follower.MustWalk(cancellationToken)) nextWalk = DateTimeOffset.MinValue;
        if (departed.TakeAny()) nextWalk = DateTimeOffset.MinValue;
        if (clock.GetUtcNow() < nextWalk) return;
        await walk.Walk(cancellationToken);
        nextWalk = clock.GetUtcNow() + WalkEvery / 2 + BackgroundWork.Jitter(WalkEvery);
    }

    [LoggerMessage(LogLevel.Error, "Could not look for what was not followed, or try it again; retrying")]
    private partial void LogFailed(Exception mistake);
}
