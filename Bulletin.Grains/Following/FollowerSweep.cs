namespace Bulletin.Grains.Following;

/// <summary>Finds recently active topics that are ahead of their marks though nobody has hinted at them: a silo died in between, or hints were dropped.</summary>
/// <param name="isOwn">Whether a topic is this silo's to look after: each is one silo's, so that what takes long is not done by all of them.</param>
internal sealed class FollowerSweep(LogFollower follower, Func<Guid, bool> isOwn, TimeProvider clock)
{
    private const int Some = 500;

    /// <summary>What happened within this time is left to the silo that was told of it.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);

    /// <summary>Each sweep begins this long before the last one began: clocks differ, and commits take time.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan AtFirst = TimeSpan.FromHours(1);

    private DateTimeOffset? since;

    /// <summary>Looks at the topics that were active since the last sweep.</summary>
    public async Task Sweep(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var from = since ?? now - AtFirst;
        var topicIds = await follower.Log.Behind(from, now - Settled, Some, cancellationToken);
        foreach (var topicId in topicIds.Where(isOwn)) follower.Changed(topicId);
        // As many as were asked for, or as could wait: the rest is found from the same time on, once these are followed.
        since = topicIds.Count < Some && !follower.DropsHints ? now - Overlap : from;
    }
}
