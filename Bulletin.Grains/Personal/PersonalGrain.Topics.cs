using Bulletin.Grains.Directory;

namespace Bulletin.Grains.Personal;

internal sealed partial class PersonalGrain
{
    /// <summary>How often one page looks on, at how many topics each time, if it finds topics in which nothing is unread after all.</summary>
    private const int MostRounds = 5, LookedAtOnce = 200;

    public async Task<IReadOnlyList<TopicState>> States(IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken)
    {
        await Ready(cancellationToken);
        return await StatesOf([.. topicIds.Distinct().Select(state.Find).OfType<PersonalRow>()], _ => true, cancellationToken);
    }

    public async Task<IReadOnlyList<Guid>> Having(IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken)
    {
        await Ready(cancellationToken);
        return [.. topicIds.Where(topicId => state.Find(topicId) is not null)];
    }

    public async Task<PersonalTopicPage> Topics(TopicFilter filter, int limit, DirectoryCursor? after, CancellationToken cancellationToken)
    {
        await Ready(cancellationToken);
        await positions.Flush(UserId, cancellationToken);
        List<PersonalTopic> listed = [];
        var place = after;
        for (var (round, some) = (0, limit); round < MostRounds; round++, some = Math.Max(limit, LookedAtOnce))
        {
            var page = await store.Topics(UserId, filter, some, place, cancellationToken);
            var isLast = page.Count < some;
            foreach (var topic in await WithStates(page, cancellationToken))
            {
                if (filter == TopicFilter.Unread && topic.State.Unread == 0) continue;
                listed.Add(topic);
                if (listed.Count == limit) return new(listed, isLast && topic.Topic.Id == page[^1].Id ? null : DirectoryCursor.Of(topic.Topic));
            }
            if (isLast) return new(listed, null);
            place = DirectoryCursor.Of(page[^1]);
        }
        return new(listed, place);
    }

    private async Task<IEnumerable<PersonalTopic>> WithStates(IReadOnlyList<Topics.Topic> topics, CancellationToken cancellationToken)
    {
        var heads = topics.ToDictionary(topic => topic.Id, topic => topic.LastSeq);
        var states = await StatesOf(
            [.. topics.Select(topic => state.Find(topic.Id)).OfType<PersonalRow>()], row => row.ReadSeq < heads[row.TopicId], cancellationToken);
        var byId = states.ToDictionary(of => of.TopicId);
        return topics.Where(topic => byId.ContainsKey(topic.Id)).Select(topic => new PersonalTopic(topic, byId[topic.Id]));
    }
}
