using System.Collections.Concurrent;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Tests.Directory;

/// <summary>An index whose lists are what a test says.</summary>
internal sealed class ListsInMemory : ITopicIndex
{
    // By person; empty: everybody.
    private readonly ConcurrentDictionary<Guid, Topic[]> lists = new();
    private int reads;

    public int Reads => Volatile.Read(ref reads);

    public void List(Guid? of, params Topic[] topics) => lists[of ?? default] = [.. topics.OrderBy(DirectoryCursor.Of)];

    public Task<IReadOnlyList<Topic>> Page(Guid? of, int limit, DirectoryCursor? after, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref reads);
        var listed = lists.GetValueOrDefault(of ?? default, []);
        return Task.FromResult<IReadOnlyList<Topic>>([.. listed.Where(topic => after is null || DirectoryCursor.Of(topic) > after).Take(limit)]);
    }

    public Task<IReadOnlySet<Guid>> Listed(Guid? of, IReadOnlyCollection<Guid> topicIds, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref reads);
        return Task.FromResult<IReadOnlySet<Guid>>(lists.GetValueOrDefault(of ?? default, []).Select(topic => topic.Id).Intersect(topicIds).ToHashSet());
    }

    public Task<TopicsFound> Search(Guid? of, string query, int limit, DirectoryCursor? after, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Grains don't search.");
}
