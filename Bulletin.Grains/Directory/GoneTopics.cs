using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Directory;

/// <summary>
/// Topics that a list no longer shows, so that late reports don't bring them back. Bounded: late reports arrive within seconds or never.
/// </summary>
internal sealed class GoneTopics
{
    private const int Known = 1_000;

    // Ids are never reused: what was removed stays removed, unless an admin restores it.
    private readonly HashSet<Guid> removed = [];
    private readonly Queue<Guid> removedInOrder = new();

    // As of when they were left.
    private readonly Dictionary<Guid, Topic> left = [];
    private readonly Queue<Guid> leftInOrder = new();

    /// <summary>Whether nothing has happened since that would bring the topic back in this state.</summary>
    public bool Contains(Topic topic) => removed.Contains(topic.Id) || left.TryGetValue(topic.Id, out var then) && !IsBack(topic, then);

    public void Remove(Guid topicId)
    {
        if (!removed.Add(topicId)) return;
        removedInOrder.Enqueue(topicId);
        if (removedInOrder.Count > Known) removed.Remove(removedInOrder.Dequeue());
    }

    /// <param name="topic">As of when it was left.</param>
    public void Leave(Topic topic)
    {
        if (left.TryGetValue(topic.Id, out var known))
        {
            if (IsBack(topic, known)) left[topic.Id] = topic;
            return;
        }
        left[topic.Id] = topic;
        leftInOrder.Enqueue(topic.Id);
        if (leftInOrder.Count > Known) left.Remove(leftInOrder.Dequeue());
    }

    public bool IsRemoved(Guid topicId) => removed.Contains(topicId);

    /// <summary>Storage lists the topic: it was restored.</summary>
    public void Restore(Guid topicId) => removed.Remove(topicId);

    /// <summary>Storage lists the topic: it is not left, whatever is remembered.</summary>
    public void Return(Guid topicId) => left.Remove(topicId);

    /// <summary>Whether a topic in this state is in a person's list again: they were added again, or a hidden conversation goes on.</summary>
    /// <param name="then">The topic as of when they left it.</param>
    public static bool IsBack(Topic topic, Topic then) =>
        topic.Access == Access.Direct ? topic.LastSeq > then.LastSeq : topic.MembersVersion > then.MembersVersion;
}
