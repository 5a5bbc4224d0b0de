using Bulletin.Api.Hosting;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Directory;

/// <summary>Reads every page from the index, which knows of a change once it is committed.</summary>
public sealed class IndexDirectory(IGrainFactory grains) : ITopicDirectory
{
    public async ValueTask<TopicPage> Page(int limit, DirectoryCursor? after, string? query, CancellationToken cancellationToken)
    {
        // One more than asked for tells whether there are more.
        var topics = await grains.GetGrain<ITopicIndexGrain>(0).Page(limit + 1, after, query, CancellationToken.None).InTime(cancellationToken);
        return topics.Count <= limit ? new(topics, null) : new([.. topics.Take(limit)], DirectoryCursor.Of(topics[limit - 1]));
    }

    public void Saw(Topic topic) { }

    public void SawPost(Message message) { }

    public void SawRemoved(Guid id) { }
}
