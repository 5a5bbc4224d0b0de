using Bulletin.Grains.Topics.Memory;
using Orleans.Concurrency;

namespace Bulletin.Grains.Search;

[StatelessWorker, Reentrant]
internal sealed class SearchGrain(ISearchStore store, ISearchTopics topics, SearchSlots slots) : Grain, ISearchGrain
{
    public async Task<SearchPage> Search(Guid? viewer, SearchQuery query, long? after, int limit, CancellationToken cancellationToken)
    {
        if (QueryTranslation.Of(query) is not { } criteria) return new([], null);

        // One more than the page holds tells whether there is a next one.
        var found = await slots.Run(viewer, cancelled => store.Find(criteria, viewer, after, limit + 1, cancelled), cancellationToken);
        var count = PageBytes.First([.. found.Take(limit).Select(hit => hit.Message)]).Count;
        SearchedText[] wanted = [.. query.Texts.Where(text => !text.IsExcluded)];
        return new(
            [.. found.Take(count).Select(hit => new SearchHit(hit.Message, hit.TopicId, hit.TopicName, Highlights.Of(hit.Message.Text ?? "", wanted)))],
            found.Count > count ? found[count - 1].Place : null);
    }

    public Task<IReadOnlyList<Guid>> Topics(Guid? viewer, IReadOnlyList<string> named, CancellationToken cancellationToken)
    {
        var ids = named.Where(text => Guid.TryParseExact(text, "D", out _)).ToArray();
        return topics.Find(viewer, [.. named.Except(ids)], [.. ids.Select(Guid.Parse)], cancellationToken);
    }
}
