using Bulletin.Grains.Topics;
using Orleans.Concurrency;

namespace Bulletin.Grains.Directory;

[StatelessWorker, Reentrant]
internal sealed class TopicIndexGrain(ITopicIndex index) : Grain, ITopicIndexGrain
{
    public Task<IReadOnlyList<Topic>> Page(int limit, DirectoryCursor? after, Guid? of, CancellationToken cancellationToken) =>
        index.Page(of, limit, after, cancellationToken);

    public Task<TopicsFound> Search(string query, int limit, DirectoryCursor? after, Guid? of, CancellationToken cancellationToken) =>
        index.Search(of, query, limit, after, cancellationToken);
}
