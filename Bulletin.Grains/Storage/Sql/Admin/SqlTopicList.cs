using Bulletin.Grains.Administration;

namespace Bulletin.Grains.Storage.Sql.Admin;

/// <summary>All topics, also removed ones. The walk only finds them; they are read afterwards.</summary>
internal sealed class SqlTopicList(SqlDatabase database, int reach)
{
    public async Task<ListPage<ListedTopic>> Page(TopicQuery query, CancellationToken cancellationToken)
    {
        var orders = new TopicOrders(query);
        IndexWalk<Guid> walk = new(database, orders.After, row => (row.GetGuid(0), new(Text: null, row.GetInt64(1), row.GetGuid(0)))) { Reach = reach, Filter = orders.Filter };
        var page = await walk.Page(query.After, query.Limit, cancellationToken);
        var topics = await ListedTopics.ById(database, page.Items, cancellationToken);
        return new([.. page.Items.Select(topics.GetValueOrDefault).OfType<ListedTopic>()], page.Next);
    }
}
