using Bulletin.Grains.Following;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Personal.Following;

/// <summary>
/// Brings people what concerns them. A topic's stored mark moves only after everybody was told. So each delivery comes at least once, and is noted once.
/// </summary>
internal sealed partial class Follower : LogFollower
{
    private static readonly FollowerPace Pace =
        new(LeavesRoom: 9, LeavesRoomWhenBehind: 9, LeavesRoomWhenQuiet: 9, MostRoom: TimeSpan.FromMilliseconds(600), MostFound: 10_000);

    private readonly IFollowerLog log;
    private readonly FollowerMetrics metrics;
    private readonly TimeProvider clock;
    private readonly ILogger<Follower> logger;
    private readonly FollowerSearch search;
    private readonly PersonalDeliveries deliveries;
    private readonly ParkedParcels parked;

    public Follower(IFollowerLog log, IGrainFactory grains, FollowerMetrics metrics, TimeProvider clock, ILogger<Follower> logger)
        : base(Pace, metrics, clock, logger)
    {
        (this.log, this.metrics, this.clock, this.logger) = (log, metrics, clock, logger);
        search = new(log, clock);
        deliveries = new(grains, clock);
        parked = new(clock);
    }

    public override ITopicsBehind Log => log;

    protected override bool IsFull => parked.IsFull;

    internal override async Task Retry(CancellationToken cancellationToken)
    {
        await base.Retry(cancellationToken);

        var due = parked.TakeDue();
        foreach (var (parcel, reason) in parked.Tried(due, await deliveries.Send(due, cancellationToken)))
            LogGivenUp(reason, parcel.Deliveries.Count, parcel.UserId);
        var done = parked.Done();
        await log.Mark(done, cancellationToken);
        parked.Stored(done);
    }

    protected override async Task<int> Follow(IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken)
    {
        var found = await search.Find(parked.From(topicIds), cancellationToken);
        foreach (var topicId in topicIds.Except(found.Select(topic => topic.TopicId))) NotYet(topicId);

        var parcels = Parcel.Of(found).ToLookup(parcel => parked.Has(parcel.UserId));
        var failed = await deliveries.Send([.. parcels[false]], cancellationToken);
        if (failed.Count > 0) LogNotDelivered(failed.Select(one => one.Reason).FirstOrDefault(reason => reason is not null), failed.Count);

        var done = parked.Park([.. parcels[true], .. failed.Select(one => one.Parcel)], [.. found.Select(topic => topic.Mark).OfType<FollowMark>()]);
        await log.Mark(done, cancellationToken);
        var marked = done.Select(mark => mark.TopicId).ToHashSet();
        foreach (var topic in found)
        {
            if (topic.OldestPost is { } posted && marked.Contains(topic.TopicId)) metrics.Followed(clock.GetUtcNow() - posted);
            if (topic.More) NotYet(topic.TopicId);
        }
        return marked.Count;
    }

    [LoggerMessage(LogLevel.Warning, "Could not tell {Count} people what concerns them; retrying")]
    private partial void LogNotDelivered(Exception? reason, int count);

    [LoggerMessage(LogLevel.Error, "Gave up {Count} notifications of user {UserId}, after an hour of failures")]
    private partial void LogGivenUp(Exception? reason, int count, Guid userId);
}
