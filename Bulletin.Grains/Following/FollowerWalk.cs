namespace Bulletin.Grains.Following;

/// <summary>Looks through all topics, by id, for those that are ahead of their marks: not every change moves the time of a topic's last activity.</summary>
/// <param name="isOwn">As of a sweep.</param>
internal sealed class FollowerWalk(LogFollower follower, Func<Guid, bool> isOwn, TimeProvider clock)
{
    private const int Some = 500;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Looks through them once.</summary>
    public async Task Walk(CancellationToken cancellationToken)
    {
        for (var after = Guid.Empty; ;)
        {
            var (topicIds, last) = await follower.Log.Behind(after, Some, cancellationToken);
            foreach (var topicId in topicIds.Where(isOwn)) follower.Found(topicId);
            if (last is not { } reached) return;
            after = reached;
            do await Task.Delay(Pause, clock, cancellationToken);
            while (follower.HasEnough);
        }
    }
}
