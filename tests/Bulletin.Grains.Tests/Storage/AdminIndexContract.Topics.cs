using Bulletin.Grains.Accounts;
using Bulletin.Grains.Administration;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Tests.Storage;

public abstract partial class AdminIndexContract
{
    private static readonly TopicQuery allTopics = new(null, null, null, null, TopicOrder.Activity, 3, null);

    public static TheoryData<TopicOrder> TopicOrders => new(Enum.GetValues<TopicOrder>());

    [Theory]
    [MemberData(nameof(TopicOrders))]
    public async Task Every_topic_that_a_filter_lets_through_is_listed_once_in_order(TopicOrder order)
    {
        var (creator, topics) = await NewTopics();
        var all = await Walk(200, next => Index.Topics(allTopics with { Order = order, Limit = 200, After = next }, Cancel));
        Assert.Subset(all.Select(topic => topic.Topic.Id).ToHashSet(), topics.Select(topic => topic.Id).ToHashSet());
        Assert.Equal(InOrder(all, order), all);
        (TopicQuery Query, Func<ListedTopic, bool> Fits)[] filters =
        [
            (allTopics, _ => true),
            (allTopics with { Access = Access.Public }, topic => topic.Topic.Access == Access.Public),
            (allTopics with { Access = Access.Private }, topic => topic.Topic.Access == Access.Private),
            (allTopics with { State = TopicState.Removed }, topic => topic.RemovedAt is not null),
            (allTopics with { State = TopicState.Locked }, topic => topic is { RemovedAt: null, Topic.Locked: true }),
            (allTopics with { State = TopicState.Resolved }, topic => topic is { RemovedAt: null, Topic.ResolvedAt: not null }),
            (allTopics with { State = TopicState.Active, Access = Access.Direct }, topic => topic is { RemovedAt: null, Topic: { Access: Access.Direct, Locked: false, ResolvedAt: null } }),
            (allTopics with { Search = " GREEN tea" }, topic => topic.Topic.Name.StartsWith("Tea, green", StringComparison.Ordinal)),
            (allTopics with { Search = "tgrn" }, topic => topic.Topic.Name.Contains("tagrin", StringComparison.Ordinal)),
            (allTopics with { CreatorId = creator.Id, State = TopicState.Removed }, topic => topic.Topic.CreatedBy == creator && topic.RemovedAt is not null),
        ];

        foreach (var (query, fits) in filters)
        {
            var seen = await Walk(3, next => Index.Topics(query with { Order = order, After = next }, Cancel));

            var expected = all.Where(fits);
            if (query.CreatorId is not null && order == TopicOrder.Activity) expected = InOrder(expected, TopicOrder.CreatedDescending);
            Assert.NotEmpty(seen);
            Assert.Equal(expected, seen);
        }
    }

    [Fact]
    public async Task A_topic_is_shown_without_its_last_message_and_people_but_with_their_number()
    {
        var ada = await NewUser();
        var topic = await NewTopic(ada, Access.Direct, name: "");
        Assert.True(await storage.Topics.Describe(topic, new(Was: null, 30), audit: null, Cancel));

        Assert.Equal(new ListedTopic(topic with { People = null }, RemovedAt: null, IsEmptied: false, RetentionDays: 30), await Index.Topic(topic.Id, Cancel));
        Assert.Null(await Index.Topic(Guid.CreateVersion7(), Cancel));
    }

    private async Task<(User Creator, List<Topic> Topics)> NewTopics()
    {
        var creator = await NewUser();
        List<Topic> topics = [];
        for (var i = 0; i < 30; i++)
        {
            var topic = await NewTopic(creator, (Access)(i % 3), Start.AddMilliseconds(i / 4), i % 5 == 0 ? $"Tea, green {i}" : i % 11 == 7 ? $"Tea, tagrin {i}" : $"Tea {i}");
            topic = topic with { Locked = i % 4 == 1, ResolvedAt = i % 7 == 2 ? Start : null };
            await storage.Topics.Describe(topic, retention: null, audit: null, Cancel);
            if (i % 6 == 5) await storage.Topics.Remove(topic, Start, audit: null, Cancel);
            topics.Add(topic);
        }
        return (creator, topics);
    }

    private static IEnumerable<ListedTopic> InOrder(IEnumerable<ListedTopic> topics, TopicOrder order)
    {
        var byId = topics.OrderBy(topic => topic.Topic.Id.ToString(), StringComparer.Ordinal);
        return order switch
        {
            TopicOrder.Activity => byId.Reverse().OrderByDescending(topic => topic.Topic.LastActivityAt),
            TopicOrder.Created => byId.OrderBy(topic => topic.Topic.CreatedAt),
            _ => byId.Reverse().OrderByDescending(topic => topic.Topic.CreatedAt),
        };
    }
}
