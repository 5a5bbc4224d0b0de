namespace Bulletin.Grains.Personal.Following;

/// <summary>Finds what has happened in topics, and whom it concerns.</summary>
internal sealed class FollowerSearch(IFollowerLog log, TimeProvider clock)
{
    /// <summary>How many changes of a topic one round reads.</summary>
    private const int ChangesAtOnce = 200;

    /// <summary>About how many deliveries one round makes. Topics beyond that wait for the next.</summary>
    private const int DeliveriesAtOnce = 50_000;

    /// <summary>Of how many topics and changes it is looked up at once whom they concern: each may concern thousands.</summary>
    private const int TopicsOfPart = 50, ChangesOfPart = 1_000;

    /// <param name="from">How far the topics were followed, if further than is stored.</param>
    /// <returns>What was found in as many of the topics as fit into a round.</returns>
    public async Task<IReadOnlyList<Findings>> Find(IReadOnlyList<FollowMark> from, CancellationToken cancellationToken)
    {
        var topics = await log.Read(from, ChangesAtOnce, cancellationToken);
        var found = await Gone([.. from.Select(mark => mark.TopicId).Except(topics.Select(topic => topic.TopicId))], cancellationToken);
        foreach (var part in Parts(topics))
        {
            if (found.Sum(findings => findings.Deliveries.Count + findings.Withdrawn.Count) >= DeliveriesAtOnce) break;
            var lookups = await Lookups.Read(log, part, cancellationToken);
            found.AddRange(part.Select(topic => Findings.Of(topic, lookups, clock.GetUtcNow())));
        }
        return found;
    }

    private async Task<List<Findings>> Gone(IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken)
    {
        var holders = (await log.HoldersOfRemoved(topicIds, cancellationToken)).ToLookup(person => person.TopicId, person => person.UserId);
        return [.. topicIds.Select(topicId => Findings.Gone(topicId, holders[topicId]))];
    }

    private static IEnumerable<IReadOnlyList<FollowedTopic>> Parts(IReadOnlyList<FollowedTopic> topics)
    {
        List<FollowedTopic> part = [];
        foreach (var topic in topics)
        {
            part.Add(topic);
            if (part.Count < TopicsOfPart && part.Sum(some => some.Changes.Count) < ChangesOfPart) continue;
            yield return part;
            part = [];
        }
        if (part.Count > 0) yield return part;
    }
}
