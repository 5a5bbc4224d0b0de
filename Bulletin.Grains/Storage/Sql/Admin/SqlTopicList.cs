using Bulletin.Grains.Administration;
using Bulletin.Grains.Names;

namespace Bulletin.Grains.Storage.Sql.Admin;

/// <summary>All topics, also removed ones; those whose names are searched for by the index of names, as <see cref="SqlTopicIndex"/> does it. The topics are only
/// found first; they are read afterwards.</summary>
internal sealed class SqlTopicList(SqlDatabase database, SqlTopicNames names, int reach)
{
    public async Task<ListPage<ListedTopic>> Page(TopicQuery query, CancellationToken cancellationToken)
    {
        var page = await Found(query, cancellationToken);
        var topics = await ListedTopics.ById(database, [.. page.Items.Select(topic => topic.Id)], cancellationToken);
        return new([.. page.Items.Select(topic => topics.GetValueOrDefault(topic.Id)).OfType<ListedTopic>()], page.Next);
    }

    private async Task<ListPage<NamedTopic>> Found(TopicQuery query, CancellationToken cancellationToken)
    {
        var searches = NameSearch.Of(query.Search ?? "");
        foreach (var search in searches)
        {
            var orders = new TopicOrders(query, search);
            if (await orders.Named(names, reach, cancellationToken) is not { } named) return await Walk(query, orders, search, cancellationToken);

            var fitting = named.Where(topic => search.Fits(topic.Key)).ToArray();
            if (fitting.Length > 0) return Cut([.. orders.After(fitting)], query.Limit);
        }
        return new([], Next: null);
    }

    private Task<ListPage<NamedTopic>> Walk(TopicQuery query, TopicOrders orders, NameSearch search, CancellationToken cancellationToken) =>
        new IndexWalk<NamedTopic>(database, orders.After, row => NamedTopic.Read(row) is var topic ? (topic, Place(topic)) : default)
        {
            Reach = reach, Filter = orders.Filter, IsListed = topic => search.Fits(topic.Key),
        }.Page(query.After, query.Limit, cancellationToken);

    private static ListPage<NamedTopic> Cut(NamedTopic[] sorted, int limit) =>
        sorted.Length > limit ? new(sorted[..limit], Place(sorted[limit - 1])) : new(sorted, Next: null);

    private static ListPlace Place(NamedTopic topic) => new(Text: null, topic.Place, topic.Id);
}
