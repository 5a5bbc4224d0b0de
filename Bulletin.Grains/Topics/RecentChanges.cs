namespace Bulletin.Grains.Topics;

/// <summary>
/// The topic's last changes in order of revision, so that a client that was away for a moment resumes without a query.
/// </summary>
internal sealed class RecentChanges
{
    /// <summary>How many changes are kept; whoever is further behind is served from storage.</summary>
    public const int Capacity = 200;

    private readonly Queue<Message> changes = new();

    /// <param name="stored">The topic as loaded.</param>
    public RecentChanges(StoredTopic stored)
    {
        Floor = stored.Topic.Revision;

        // A topic where nothing was ever edited has revision = seq, so its latest messages are its latest changes too.
        if (stored.Topic.Revision != stored.Topic.LastSeq || stored.Latest.Count == 0) return;
        Floor = stored.Latest[0].Revision - 1;
        foreach (var message in stored.Latest) changes.Enqueue(message);
    }

    private RecentChanges(long floor) => Floor = floor;

    /// <summary>Every change after this revision is here.</summary>
    public long Floor { get; private set; }

    /// <summary>The same changes with each message as it is made by a function.</summary>
    public RecentChanges Select(Func<Message, Message> change)
    {
        RecentChanges next = new(Floor);
        next.Add(changes.Select(change));
        return next;
    }

    public void Add(IEnumerable<Message> byRevision)
    {
        foreach (var message in byRevision) changes.Enqueue(message);
        while (changes.Count > Capacity) Floor = changes.Dequeue().Revision;
    }

    /// <summary>Each message that changed after a revision that is not below <see cref="Floor"/>, once, by its last change.</summary>
    public IReadOnlyList<Message> After(long revision)
    {
        var latest = new Dictionary<long, Message>();
        foreach (var message in changes)
            if (message.Revision > revision) latest[message.Seq] = message;
        return [.. latest.Values.OrderBy(m => m.Revision)];
    }
}
