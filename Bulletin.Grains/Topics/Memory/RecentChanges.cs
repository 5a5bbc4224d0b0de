namespace Bulletin.Grains.Topics.Memory;

/// <summary>
/// The topic's latest changes by ascending revision, so a client that was briefly disconnected resumes without a query.
/// </summary>
public sealed class RecentChanges
{
    /// <summary>How many changes are kept. Clients further behind are served from storage.</summary>
    public const int Capacity = 200;

    private readonly Queue<Message> changes = new();

    /// <param name="topic">The topic as loaded.</param>
    /// <param name="latest">Its latest messages by ascending seq.</param>
    public RecentChanges(Topic topic, IReadOnlyList<Message> latest)
    {
        Floor = topic.Revision;

        // In a topic without edits, revision equals seq, so its latest messages are also its latest changes.
        if (topic.Revision != topic.LastSeq || latest.Count == 0) return;
        Floor = latest[0].Revision - 1;
        foreach (var message in latest) changes.Enqueue(message);
    }

    private RecentChanges(long floor) => Floor = floor;

    /// <summary>Contains every change after this revision.</summary>
    public long Floor { get; private set; }

    /// <summary>The same changes with a function applied to each message.</summary>
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

    /// <summary>Each message changed after a revision (at least <see cref="Floor"/>), once, ordered by its last change.</summary>
    public IReadOnlyList<Message> After(long revision)
    {
        var latest = new Dictionary<long, Message>();
        foreach (var message in changes)
            if (message.Revision > revision) latest[message.Seq] = message;
        return [.. latest.Values.OrderBy(m => m.Revision)];
    }
}
