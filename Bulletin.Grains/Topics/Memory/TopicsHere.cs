using System.Collections.Concurrent;
using Bulletin.Grains.Accounts;

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

    public void Show(LiveTopic topic) => topics[topic.Topic.Id] = topic;

    /// <summary>The topic was dropped from memory. If another activation has registered meanwhile, that one stays.</summary>
    public void Hide(LiveTopic topic) => topics.TryRemove(new(topic.Topic.Id, topic));
}

/// <summary>For a gateway without a silo.</summary>
public sealed class NoTopicsHere : ITopicsHere
{
    public bool StillShows(Guid topicId, long state, Guid viewer) => false;
}
