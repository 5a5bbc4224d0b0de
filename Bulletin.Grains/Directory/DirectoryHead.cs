using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Directory;

/// <summary>
/// The most recently active topics, in order, up to a bound. The directory grain keeps one, and each gateway a replica.
/// Not thread-safe.
/// </summary>
/// <param name="capacity">How many topics it holds; the rest of the list is the tail, read from the index.</param>
public sealed class DirectoryHead(int capacity = DirectoryHead.DefaultCapacity)
{
    /// <summary>Twenty pages of fifty.</summary>
    public const int DefaultCapacity = 1_000;

    /// <summary>How many removed topics it knows. What was said of them before arrives within seconds, or never.</summary>
    private const int RemovedKnown = 1_000;

    private readonly Dictionary<Guid, Topic> byId = [];
    private readonly SortedSet<DirectoryCursor> order = [];

    // Removed for good, as ids are never used again: what is still on its way from before must not bring them back.
    private readonly HashSet<Guid> removed = [];
    private readonly Queue<Guid> removedInOrder = new();

    // Whatever comes before it in the list is held; null when that is every topic there is.
    private DirectoryCursor? floor;

    /// <summary>Whether it holds every topic there is.</summary>
    public bool Complete => floor is null;

    public int Count => order.Count;

    public IReadOnlyList<Topic> Topics => [.. order.Select(c => byId[c.TopicId])];

    public Topic? Find(Guid topicId) => byId.GetValueOrDefault(topicId);

    /// <summary>Begins anew with the first topics of the list.</summary>
    public void Reset(IReadOnlyCollection<Topic> topics, bool complete)
    {
        byId.Clear();
        order.Clear();
        floor = null;
        foreach (var topic in topics) Put(topic);
        if (!complete) floor ??= order.Count > 0 ? order.Max : new DirectoryCursor(DateTimeOffset.MaxValue, default);
    }

    /// <summary>Takes in a topic as it is now. An older state of it than the one held is ignored, and so is a removed topic.</summary>
    /// <returns>Whether the head changed.</returns>
    public bool Put(Topic topic)
    {
        if (removed.Contains(topic.Id)) return false;
        var place = DirectoryCursor.Of(topic);
        if (byId.TryGetValue(topic.Id, out var held))
        {
            if (held.Revision > topic.Revision || held == topic) return false;
            order.Remove(DirectoryCursor.Of(held));
        }
        else if (place > floor)
        {
            return false; // Of the tail: between it and the head there may be others.
        }

        byId[topic.Id] = topic;
        order.Add(place);
        if (order.Count <= capacity) return true;

        byId.Remove(order.Max.TopicId);
        order.Remove(order.Max);
        floor = order.Max;
        return true;
    }

    /// <summary>Takes a topic out for good: whatever is said of it later was said before.</summary>
    /// <returns>Whether the head changed.</returns>
    public bool Remove(Guid topicId)
    {
        if (removed.Add(topicId))
        {
            removedInOrder.Enqueue(topicId);
            if (removedInOrder.Count > RemovedKnown) removed.Remove(removedInOrder.Dequeue());
        }
        if (!byId.Remove(topicId, out var held)) return false;
        order.Remove(DirectoryCursor.Of(held));
        return true;
    }

    /// <summary>The next topics after a place in the list (null: from the top), if the head reaches that far.</summary>
    /// <returns>Null when the page reaches into the tail.</returns>
    public IReadOnlyList<Topic>? Page(int limit, DirectoryCursor? after)
    {
        if (order.Count == 0) return Complete ? [] : null;
        if (after is { } place && place >= order.Max) return Complete ? [] : null;

        var from = after is null ? order : order.GetViewBetween(after.Value, order.Max);
        var page = from.Where(c => c != after).Take(limit).Select(c => byId[c.TopicId]).ToArray();
        return page.Length == limit || Complete ? page : null;
    }

    /// <summary>Makes the beginning of the list what the index says it is.</summary>
    /// <param name="first">The index's first page.</param>
    /// <param name="all">Whether that page is the whole list.</param>
    /// <returns>What was changed by it.</returns>
    public DirectoryChange Reconcile(IReadOnlyList<Topic> first, bool all)
    {
        var listed = first.Select(t => t.Id).ToHashSet();
        var reach = all || first.Count == 0 ? (DirectoryCursor?)null : DirectoryCursor.Of(first[^1]);
        Guid[] gone = all || reach is not null
            ? [.. order.Where(c => (reach is null || c <= reach) && !listed.Contains(c.TopicId)).Select(c => c.TopicId)]
            : [];
        foreach (var topicId in gone) Remove(topicId);
        return new([.. first.Where(Put)], gone);
    }
}
