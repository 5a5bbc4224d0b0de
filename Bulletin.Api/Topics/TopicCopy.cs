using Bulletin.Grains.Topics;

namespace Bulletin.Api.Topics;

/// <summary>A topic in a gateway's memory: its latest messages and its recent changes, as its grain holds them. Not thread-safe.</summary>
internal sealed class TopicCopy(TopicSnapshot snapshot)
{
    private readonly RecentChanges changes = new(snapshot.Topic, snapshot.Latest ?? []);
    private MessageWindow window = MessageWindow.Of(snapshot.Latest ?? []);
    private Joined? latest;

    public Topic Topic { get; private set; } = snapshot.Topic;

    public long Revision => Topic.Revision;

    /// <summary>The version of the display names in it (<see cref="TopicSnapshot.Names"/>).</summary>
    public long Names => snapshot.Names;

    /// <summary>What a client that joins without a revision is answered. Made once for all, until something changes.</summary>
    public Joined Latest => latest ??= new(Topic, window.LatestPage, Revision, reset: false);

    /// <summary>Applies changes that come after its revision.</summary>
    /// <param name="byRevision">By ascending revision, each message in the state after its change.</param>
    /// <returns>False if new messages are missing between these and the latest: nothing was applied.</returns>
    public bool TryApply(IReadOnlyList<Message> byRevision)
    {
        List<Message> posted = [], changed = [];
        foreach (var message in byRevision) (message.Seq > Topic.LastSeq ? posted : changed).Add(message);
        // One that was posted and then changed comes in the order of its change.
        posted.Sort(static (a, b) => a.Seq.CompareTo(b.Seq));
        if (posted.Count > 0 && posted[^1].Seq != Topic.LastSeq + posted.Count) return false;

        window = window.With(posted, changed);
        changes.Add(byRevision);
        foreach (var message in byRevision) Topic = Topic.After(message);
        latest = null;
        return true;
    }

    /// <summary>The topic's name or description changed, which has no revision.</summary>
    public void Describe(Topic described)
    {
        Topic = Topic with { Name = described.Name, Description = described.Description };
        latest = null;
    }

    /// <summary>Drops what was made for answers.</summary>
    public void Trim() => latest = null;

    /// <summary>What a client that resumes is answered; null if that has to be read: the copy does not reach back so far, or is behind.</summary>
    /// <param name="after">The revision the client has.</param>
    public Joined? Since(long after)
    {
        if (after > Revision || after < changes.Floor) return null;
        var missed = changes.After(after);
        return PageBytes.First(missed).Count == missed.Count ? new(Topic, missed, Revision, reset: false) : Reset();
    }

    /// <summary>The same, from what was read.</summary>
    public Joined Since(TopicChanges read)
    {
        if (read.Reset || read.More) return Reset();
        // Ahead of this copy: the events in between are part of the answer.
        if (read.Revision >= Revision) return new(read.Items.Aggregate(Topic, (topic, message) => topic.After(message)), read.Items, read.Revision, reset: false);
        if (Since(read.Revision) is not { Reset: false } later) return Reset();

        var again = later.Messages.Select(message => message.Seq).ToHashSet();
        return new(Topic, [.. read.Items.Where(message => !again.Contains(message.Seq)), .. later.Messages], Revision, reset: false);
    }

    private Joined Reset() => new(Topic, window.LatestPage, Revision, reset: true);
}
