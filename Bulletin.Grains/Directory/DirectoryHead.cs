using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Directory;

/// <summary>
/// The most recently active topics, in order, up to a limit. The directory grain keeps one, and each gateway a replica.
/// Not thread-safe.
/// </summary>
/// <param name="capacity">The number of topics to keep. The rest of the list, the tail, is read from the index.</param>
public sealed class DirectoryHead(int capacity = DirectoryHead.DefaultCapacity)
{
    /// <summary>Twenty pages of fifty.</summary>
    public const int DefaultCapacity = 1_000;

    /// <summary>How many removed topics are remembered. Late reports about them arrive within seconds or never.</summary>
    private const int RemovedKnown = 1_000;

    private readonly Dictionary<Guid, Topic> byId = [];
    private readonly SortedSet<DirectoryCursor> order = [];

    // Ids are never reused, so these stay removed: late reports must not bring them back.
    private readonly HashSet<Guid> removed = [];
    private readonly Queue<Guid> removedInOrder = new();

    // The head contains everything before this position; null if it contains every topic.
    private DirectoryCursor? floor;

    /// <summary>Whether it contains every topic.</summary>
    public bool Complete => floor is null;

    public int Count => order.Count;

    public IReadOnlyList<Topic> Topics => [.. order.Select(c => byId[c.TopicId])];

    public Topic? Find(Guid topicId) => byId.GetValueOrDefault(topicId);

    /// <summary>Starts over with the first topics of the list.</summary>
    public void Reset(IReadOnlyCollection<Topic> topics, bool complete)
    {
        byId.Clear();
        order.Clear();
        floor = null;
        foreach (var topic in topics) Put(topic);
        if (!complete) floor ??= order.Count > 0 ? order.Max : new DirectoryCursor(DateTimeOffset.MaxValue, default);
    }

    /// <summary>Adds or updates a topic. Ignores a state older than the known one, and removed topics.</summary>
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
            return false; // In the tail: there may be others between it and the head.
        }

        byId[topic.Id] = topic;
        order.Add(place);
        if (order.Count <= capacity) return true;

        byId.Remove(order.Max.TopicId);
        order.Remove(order.Max);
        floor = order.Max;
        return true;
    }

    /// <summary>Removes a topic permanently: later reports about it are stale.</summary>
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

    /// <summary>The next topics after a position in the list (null: from the top), if the head reaches that far.</summary>
    /// <returns>Null if the page reaches into the tail.</returns>
    public IReadOnlyList<Topic>? Page(int limit, DirectoryCursor? after)
    {
        if (order.Count == 0) return Complete ? [] : null;
        if (after is { } place && place >= order.Max) return Complete ? [] : null;

        var from = after is null ? order : order.GetViewBetween(after.Value, order.Max);
        var page = from.Where(c => c != after).Take(limit).Select(c => byId[c.TopicId]).ToArray();
        return page.Length == limit || Complete ? page : null;
    }

    /// <summary>Replaces the start of the list with that of the index.</summary>
    /// <param name="first">The index's first page.</param>
    /// <param name="all">Whether that page is the whole list.</param>
    /// <returns>What changed.</returns>
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
