using Bulletin.Grains.Topics;
using Orleans.Concurrency;

namespace Bulletin.Grains.Directory;

[StatelessWorker, Reentrant]
internal sealed class TopicIndexGrain(ITopicIndex index) : Grain, ITopicIndexGrain
{
    public Task<IReadOnlyList<Topic>> Page(int limit, DirectoryCursor? after, CancellationToken cancellationToken) =>
        index.Page(limit, after, cancellationToken);

    public Task<TopicsFound> Search(string query, int limit, DirectoryCursor? after, CancellationToken cancellationToken) =>
        index.Search(query, limit, after, cancellationToken);
}
