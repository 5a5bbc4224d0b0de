using System.Diagnostics.Metrics;
using Bulletin.Grains.Following;
using Bulletin.Grains.Search.Indexing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bulletin.Grains.Tests.Following;

/// <summary>A follower that notes which topics it was to follow. A walk should wait once more than ten wait that it has found.</summary>
/// <param name="most">How many topics a round has time for.</param>
internal sealed class RecordingFollower(IServiceProvider services, int most = int.MaxValue) : LogFollower(
    new(LeavesRoom: 4, LeavesRoomWhenBehind: 19, LeavesRoomWhenQuiet: 1, MostRoom: TimeSpan.Zero, MostFound: 10), new IndexerMetrics(services.GetRequiredService<IMeterFactory>()), TimeProvider.System, NullLogger.Instance)
{
    public List<Guid> Followed { get; } = [];

    public override ITopicsBehind Log => throw new NotSupportedException("Nothing is looked for.");

    protected override Task<int> Follow(IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken)
    {
        Followed.AddRange(topicIds.Take(most));
        foreach (var topicId in topicIds.Skip(most)) NotYet(topicId);
        return Task.FromResult(Math.Min(most, topicIds.Count));
    }
}
