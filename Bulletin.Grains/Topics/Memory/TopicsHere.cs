using System.Collections.Concurrent;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Topics.Memory;

/// <summary>Lets a gateway in a silo's process look into that silo's topics directly.</summary>
public interface ITopicsHere
{
    /// <summary>
    /// Whether the topic is in this process's memory, this person may see it, and its latest 50 still have this <see cref="LatestMessages.State"/>.
    /// </summary>
    /// <returns>Also false if the topic is elsewhere: call its grain.</returns>
    bool StillShows(Guid topicId, long state, Guid viewer);
}

/// <summary>
/// The topics in this silo's memory, registered by their grains. Asking a grain whether a page is still current costs as much as
/// sending the page; this gives the same answer from the same memory.
/// </summary>
internal sealed class TopicsHere(ProfileFeed profiles) : ITopicsHere
{
    private readonly ConcurrentDictionary<Guid, LiveTopic> topics = new();

    public bool StillShows(Guid topicId, long state, Guid viewer) =>
        topics.TryGetValue(topicId, out var topic) && topic.NamesSeen == profiles.Version && TopicAccess.MaySee(topic.Members, viewer) && topic.Window.Is(state);

    /// <summary>How many topics are in memory.</summary>
    internal int Count => topics.Count;

    /// <summary>Changes that wait for an append, of all topics.</summary>
    internal int Waiting => topics.Sum(entry => entry.Value.Activity?.Waiting ?? 0);

    /// <summary>The topics with the most changes in the last minute, the busiest first. Those where nothing happens are left out.</summary>
    internal IReadOnlyList<BusyTopicHere> Busiest(int most) =>
    [
        .. topics.Select(entry => BusyTopicHere.Of(entry.Value))
            .Where(topic => topic.ChangesPerMinute + topic.Waiting > 0)
            .OrderByDescending(topic => topic.ChangesPerMinute).ThenByDescending(topic => topic.Waiting)
            .Take(most),
    ];

    public void Show(LiveTopic topic) => topics[topic.Topic.Id] = topic;

    /// <summary>The topic was dropped from memory. If another activation has registered meanwhile, that one stays.</summary>
    public void Hide(LiveTopic topic) => topics.TryRemove(new(topic.Topic.Id, topic));
}

/// <summary>A topic in this silo's memory, and how busy it is.</summary>
/// <param name="ChangesPerMinute">Posts, edits and deletions in the last minute.</param>
/// <param name="Waiting">Its changes that wait for an append.</param>
internal readonly record struct BusyTopicHere(Guid TopicId, string Name, Access Access, int ChangesPerMinute, int Waiting)
{
    public static BusyTopicHere Of(LiveTopic live) =>
        new(live.Topic.Id, live.Topic.Name, live.Members.Access, live.Activity?.PerMinute ?? 0, live.Activity?.Waiting ?? 0);
}

/// <summary>For a gateway without a silo.</summary>
public sealed class NoTopicsHere : ITopicsHere
{
    public bool StillShows(Guid topicId, long state, Guid viewer) => false;
}
