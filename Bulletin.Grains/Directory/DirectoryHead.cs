using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Directory;

/// <summary>
/// The most recently active topics, in order, up to a limit. The directory grain keeps one, the grain of each person who is there one of
/// their own topics, and each gateway replicas. Not thread-safe.
/// </summary>
/// <param name="capacity">The number of topics to keep. The rest of the list, the tail, is read from the index.</param>
/// <param name="isPersonal">Whether it lists one person's topics, which may come back after they have left the list.</param>
public sealed class DirectoryHead(int capacity = DirectoryHead.DefaultCapacity, bool isPersonal = false)
{
    /// <summary>Twenty pages of fifty.</summary>
    public const int DefaultCapacity = 1_000;

    /// <summary>There is one for each person who is there.</summary>
    public const int PersonalCapacity = 200;

    private readonly Dictionary<Guid, Topic> byId = [];
    private readonly SortedSet<DirectoryCursor> order = [];
    private readonly GoneTopics gone = new();

    // The head contains everything before this position; null if it contains every topic.
    private DirectoryCursor? floor;

    /// <summary>Whether it contains every topic.</summary>
    public bool Complete => floor is null;

    public int Count => order.Count;

    public IReadOnlyList<Topic> Topics => [.. order.Select(c => byId[c.TopicId])];

    public Topic? Find(Guid topicId) => byId.GetValueOrDefault(topicId);

    /// <summary>Whether the topic was removed, or left and has not come back in this state.</summary>
    public bool IsGone(Topic topic) => gone.Contains(topic);

    /// <summary>Starts over with the first topics of the list.</summary>
    public void Reset(IReadOnlyCollection<Topic> topics, bool complete)
    {
        byId.Clear();
        order.Clear();
        floor = null;
        foreach (var topic in topics) PutListed(topic);
        if (!complete) floor ??= order.Count > 0 ? order.Max : new DirectoryCursor(DateTimeOffset.MaxValue, default);
    }

    /// <summary>Adds or updates a topic. Ignores a state older than the known one, and topics that are gone.</summary>
    /// <returns>Whether the head changed.</returns>
    public bool Put(Topic topic)
    {
        if (gone.Contains(topic)) return false;
        var place = DirectoryCursor.Of(topic);
        if (byId.TryGetValue(topic.Id, out var held))
        {
            if (IsOlder(topic, held) || IsSame(topic, held)) return false;
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

    /// <summary>Whether the topic was removed for everybody. If it is reported after that, only storage knows whether it was restored.</summary>
    public bool IsRemoved(Guid topicId) => gone.IsRemoved(topicId);

    /// <summary>Removes a topic for everybody: later reports about it are stale, unless it is restored.</summary>
    /// <returns>Whether the head changed.</returns>
    public bool Remove(Guid topicId)
    {
        gone.Remove(topicId);
        return Drop(topicId);
    }

    /// <summary>Removes a topic that a person has left or hidden: earlier reports don't bring it back.</summary>
    /// <param name="topic">As of when they left it.</param>
    /// <returns>False if they are back already.</returns>
    public bool Leave(Topic topic)
    {
        if (Find(topic.Id) is { } held && GoneTopics.IsBack(held, topic)) return false;
        gone.Leave(topic);
        Drop(topic.Id);
        return true;
    }

    /// <summary>A topic that was left or removed is listed again, whatever state it is reported in.</summary>
    public void Return(Guid topicId)
    {
        gone.Return(topicId);
        gone.Restore(topicId);
    }

    /// <summary>Removes a topic, which may come back.</summary>
    /// <returns>Whether the head changed.</returns>
    public bool Drop(Guid topicId)
    {
        if (!byId.Remove(topicId, out var held)) return false;
        order.Remove(DirectoryCursor.Of(held));
        return true;
    }

    /// <summary>The next topics after a position in the list (null: from the top), if the head reaches that far.</summary>
    /// <param name="only">Only topics of this kind; null for all.</param>
    /// <returns>Null if the page reaches into the tail.</returns>
    public IReadOnlyList<Topic>? Page(int limit, DirectoryCursor? after, Access? only = null)
    {
        if (order.Count == 0) return Complete ? [] : null;
        if (after is { } place && place >= order.Max) return Complete ? [] : null;

        var from = after is null ? order : order.GetViewBetween(after.Value, order.Max);
        var page = from.Where(c => c != after).Select(c => byId[c.TopicId]).Where(topic => only is null || topic.Access == only).Take(limit).ToArray();
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
        Guid[] missing = all || reach is not null
            ? [.. order.Where(c => (reach is null || c <= reach) && !listed.Contains(c.TopicId)).Select(c => c.TopicId)]
            : [];
        foreach (var topicId in missing)
            if (isPersonal) Leave(byId[topicId]);
            else Remove(topicId);
        foreach (var topic in first) gone.Restore(topic.Id);
        return new([.. first.Where(PutListed)], missing);
    }

    /// <summary>Whether both say the same. Records compare their lists by reference.</summary>
    public static bool IsSame(Topic one, Topic other) =>
        AreSame(one.People, other.People) && AreSame(one.Pins, other.Pins) && one == other with { People = one.People, Pins = one.Pins };

    private static bool AreSame<T>(IReadOnlyList<T>? some, IReadOnlyList<T>? others) =>
        ReferenceEquals(some, others) || some is not null && others is not null && some.SequenceEqual(others);

    private static bool IsOlder(Topic topic, Topic than) =>
        topic.Revision < than.Revision || topic.Revision == than.Revision && topic.MembersVersion < than.MembersVersion;

    /// <summary>Puts what storage lists: a person who left it before is there again.</summary>
    private bool PutListed(Topic topic)
    {
        gone.Return(topic.Id);
        return Put(topic);
    }
}
