using System.Collections.Concurrent;
using Bulletin.Grains.Accounts;

namespace Bulletin.Grains.Topics;

/// <summary>Where a gateway that shares its process with a silo sees what the silo's topics would answer.</summary>
public interface ITopicsHere
{
    /// <summary>Whether the topic is in this process's memory and its latest 50 are still what <see cref="LatestMessages.State"/> names.</summary>
    /// <returns>False also when the topic is elsewhere: ask its grain.</returns>
    bool StillShows(Guid topicId, long state);
}

/// <summary>
/// The topics in this silo's memory, put here by their grains. To ask a grain whether a page still holds costs as much as to
/// send the page; this is the same answer from the same memory.
/// </summary>
internal sealed class TopicsHere(ProfileFeed profiles) : ITopicsHere
{
    private readonly ConcurrentDictionary<Guid, LiveTopic> topics = new();

    public bool StillShows(Guid topicId, long state) =>
        topics.TryGetValue(topicId, out var topic) && topic.NamesSeen == profiles.Version && topic.Window.Is(state);

    public void Show(LiveTopic topic) => topics[topic.Topic.Id] = topic;

    /// <summary>It is forgotten, or goes out of memory. Another activation of it may be shown by now, and stays.</summary>
    public void Hide(LiveTopic topic) => topics.TryRemove(new(topic.Topic.Id, topic));
}

/// <summary>For a gateway without a silo.</summary>
public sealed class NoTopicsHere : ITopicsHere
{
    public bool StillShows(Guid topicId, long state) => false;
}
