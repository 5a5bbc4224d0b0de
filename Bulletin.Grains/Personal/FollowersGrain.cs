using Orleans.Concurrency;

namespace Bulletin.Grains.Personal;

[StatelessWorker]
internal sealed class FollowersGrain(IFollowerLog log) : Grain, IFollowersGrain
{
    public async Task<int> Count(Guid topicId, int most, CancellationToken cancellationToken) =>
        (await log.Everybody(topicId, most, cancellationToken)).Count;
}
