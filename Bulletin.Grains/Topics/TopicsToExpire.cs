namespace Bulletin.Grains.Topics;

/// <summary>Topics whose messages this silo looks through soon, without waiting for its next walk through all topics: their setting has changed, or the last attempt failed.</summary>
internal sealed class TopicsToExpire
{
    private readonly Lock gate = new();
    private HashSet<Guid> topics = [];

    public void Add(Guid topicId)
    {
        lock (gate) topics.Add(topicId);
    }

    public IReadOnlyCollection<Guid> Take()
    {
        lock (gate)
        {
            var taken = topics;
            topics = [];
            return taken;
        }
    }
}
