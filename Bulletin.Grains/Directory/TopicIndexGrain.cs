using Bulletin.Grains.Topics;
using Orleans.Concurrency;

namespace Bulletin.Grains.Directory;

[StatelessWorker, Reentrant]
internal sealed class TopicIndexGrain(ITopicIndex index) : Grain, ITopicIndexGrain
{
    public Task<IReadOnlyList<Topic>> Page(int limit, DirectoryCursor? after, string? query, CancellationToken cancellationToken) =>
        index.Page(limit, after, query, cancellationToken);
}
