using Bulletin.Api.Directory;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Topics;
using Bulletin.Grains;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Personal;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Personal;

/// <summary>The topics that a person follows or has opened, with what they have of each.</summary>
internal sealed class MyTopics(Directories directories, SeenTopics seen, HeldRefusals held, AllLimits limits, IGrainFactory grains, TimeProvider clock)
{
    /// <summary>How many topics that they may see are looked through for a first page. One more is read, to know whether there are further ones.</summary>
    private const int LookedThrough = 199;

    /// <summary>How many topics are asked at once whether the person may see them.</summary>
    private const int AskedAtOnce = 16;

    /// <param name="after">Where the page before ended; null for the first.</param>
    public async Task<MyTopicPage> Page(Guid me, TopicFilter filter, int limit, DirectoryCursor? after, CancellationToken cancellationToken)
    {
        if (filter == TopicFilter.All && after is null && await Recent(me, limit, cancellationToken) is { } recent) return recent;
        var page = await GrainCalls.UntilAnswered(() => grains.Person(me).Topics(filter, limit, after, CancellationToken.None), clock, cancellationToken);
        return new(page.Items, page.Next);
    }

    /// <summary>Those of these topics that the person has something of and may see, in the order given.</summary>
    public async Task<MyTopicPage> Some(Guid me, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var began = held.Begin();
        var topicIds = await WorthAsking(me, ids, cancellationToken);
        var found = new Topic?[topicIds.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, topicIds.Count), new ParallelOptions { MaxDegreeOfParallelism = AskedAtOnce, CancellationToken = cancellationToken },
            async (at, cancelled) =>
            {
                var outcome = await seen.Find(topicIds[at], me, seq: 0, cancelled);
                found[at] = outcome.Refusal == Refusal.TopicNotFound ? null : outcome.OrThrow();
            });
        var items = await WithStates(me, [.. found.OfType<Topic>()], cancellationToken);
        // As for a call that is refused: the time must not tell whether what is left out exists.
        if (found.Contains(null)) await held.Hold(began, cancellationToken);
        return new(items, null);
    }

    /// <summary>
    /// Each topic that is not known here has to be asked, so the person is asked first whether they have anything of it: others may be of no
    /// interest to them, hidden, or made up.
    /// </summary>
    private async Task<IReadOnlyList<Guid>> WorthAsking(Guid me, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        Guid[] unknown = [.. ids.Where(id => seen.Known(id) is null)];
        if (unknown.Length == 0) return ids;
        var having = await GrainCalls.UntilAnswered(() => grains.Person(me).Having(unknown, CancellationToken.None), clock, cancellationToken);
        // The request has paid for one.
        if (having.Count > 1) limits.Searching.Charge(me.ToString(), having.Count - 1);
        var left = unknown.Except(having).ToHashSet();
        return [.. ids.Where(id => !left.Contains(id))];
    }

    /// <summary>The first page, without a read of the database: most people's topics are among the latest that they may see.</summary>
    /// <returns>Null if the page is not filled by those.</returns>
    private async Task<MyTopicPage?> Recent(Guid me, int limit, CancellationToken cancellationToken)
    {
        var latest = await directories.Page(me, LookedThrough, after: null, query: null, access: null, cancellationToken);
        var mine = await WithStates(me, latest.Items, cancellationToken);
        return latest.Next is null || mine.Count >= limit ? MyTopicPage.Cut(mine, limit, hasMore: latest.Next is not null) : null;
    }

    private async Task<IReadOnlyList<PersonalTopic>> WithStates(Guid me, IReadOnlyList<Topic> topics, CancellationToken cancellationToken)
    {
        if (topics.Count == 0) return [];
        Guid[] ids = [.. topics.Select(topic => topic.Id)];
        var states = await GrainCalls.UntilAnswered(() => grains.Person(me).States(ids, CancellationToken.None), clock, cancellationToken);
        var byId = states.ToDictionary(state => state.TopicId);
        return [.. topics.Where(topic => byId.ContainsKey(topic.Id)).Select(topic => new PersonalTopic(topic, byId[topic.Id]))];
    }
}

/// <param name="Next">The start of the next page. Null on the last one.</param>
internal sealed record MyTopicPage(IReadOnlyList<PersonalTopic> Items, DirectoryCursor? Next)
{
    private const int BesideDraft = 1_200;

    /// <param name="topics">At least as many as the page holds, if there are so many.</param>
    /// <param name="hasMore">Whether there may be more than these.</param>
    public static MyTopicPage Cut(IReadOnlyList<PersonalTopic> topics, int limit, bool hasMore)
    {
        PersonalTopic[] items = [.. topics.Take(limit)];
        return new(items, items.Length > 0 && (hasMore || topics.Count > limit) ? DirectoryCursor.Of(items[^1].Topic) : null);
    }

    /// <summary>The approximate size in bytes.</summary>
    public int RoughBytes => Items.Sum(item => BesideDraft + TopicStateView.RoughBytes(item.State));

    public MyTopicPageView ToView(TopicFilter filter) =>
        new([.. Items.Select(MyTopicView.Of)], Next is { } next ? MyTopicCursor.Encode(next, filter) : null);
}
