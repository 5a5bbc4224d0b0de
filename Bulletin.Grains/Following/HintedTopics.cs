namespace Bulletin.Grains.Following;

/// <summary>Topics in which something has happened, each once, in the order in which they came.</summary>
/// <param name="capacity">How many may wait. While it is full, others are dropped: the sweep finds them.</param>
internal sealed class HintedTopics(int capacity, FollowingMetrics metrics)
{
    private readonly Lock gate = new();
    private readonly Queue<Guid> order = [];
    private readonly HashSet<Guid> waiting = [];

    public int Count
    {
        get { lock (gate) return order.Count; }
    }

    public void Add(Guid topicId)
    {
        lock (gate)
        {
            if (order.Count >= capacity || !waiting.Add(topicId)) return;
            order.Enqueue(topicId);
        }
        metrics.Waiting(1);
    }

    /// <summary>Takes those that have waited longest.</summary>
    public IReadOnlyList<Guid> Take(int most)
    {
        List<Guid> taken = [];
        lock (gate)
        {
            while (taken.Count < most && order.TryDequeue(out var topicId)) taken.Add(topicId);
            waiting.ExceptWith(taken);
        }
        metrics.Waiting(-taken.Count);
        return taken;
    }
}
