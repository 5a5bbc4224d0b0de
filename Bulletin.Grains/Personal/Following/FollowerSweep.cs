namespace Bulletin.Grains.Personal.Following;

/// <summary>Finds topics that are ahead of their marks though nobody has hinted at them: a silo died in between, or hints were dropped.</summary>
/// <param name="isOwn">Whether a topic is this silo's to look after: each is one silo's, so that what takes long is not done by all of them.</param>
internal sealed class FollowerSweep(IFollowerLog log, Follower follower, Func<Guid, bool> isOwn, TimeProvider clock)
{
    private const int Some = 500;

    /// <summary>How many topics may wait while more are looked for.</summary>
    private const int Plenty = 10_000;

    /// <summary>What happened within this time is left to the silo that was told of it.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);

    /// <summary>Each sweep begins this long before the last one began: clocks differ, and commits take time.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan AtFirst = TimeSpan.FromHours(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private DateTimeOffset? since;

    /// <summary>Looks at the topics that were active since the last sweep.</summary>
    public async Task Sweep(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var from = since ?? now - AtFirst;
        var topicIds = await log.Behind(from, now - Settled, Some, cancellationToken);
        foreach (var topicId in topicIds.Where(isOwn)) follower.Changed(topicId);
        // As many as were asked for: the rest is found from the same time on, once these are followed.
        since = topicIds.Count < Some ? now - Overlap : from;
    }

    /// <summary>Looks through all topics once: not every change moves the time of a topic's last activity.</summary>
    public async Task Walk(CancellationToken cancellationToken)
    {
        for (var after = Guid.Empty; ;)
        {
            var (topicIds, last) = await log.Behind(after, Some, cancellationToken);
            foreach (var topicId in topicIds.Where(isOwn)) follower.Changed(topicId);
            if (last is not { } reached) return;
            after = reached;
            do await Task.Delay(Pause, clock, cancellationToken);
            while (follower.Waiting > Plenty);
        }
    }
}
