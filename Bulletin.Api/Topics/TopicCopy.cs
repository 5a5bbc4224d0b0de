using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Memory;

namespace Bulletin.Api.Topics;

/// <summary>
/// A topic in a gateway's memory. While connections join, it has the topic's latest messages and recent changes, as its grain has
/// them. Otherwise it only follows the revision and holds no messages. Not thread-safe.
/// </summary>
internal sealed class TopicCopy(Topic topic)
{
    private MessageWindow? window;
    private RecentChanges? changes;
    private Joined? latest;
    private bool used;

    public Topic Topic { get; private set; } = topic;

    public long Revision => Topic.Revision;

    /// <summary>The hash of the display names in it (<see cref="TopicSnapshot.Names"/>); 0 while it holds no messages.</summary>
    public long Names => window?.NamesWith(Topic) ?? 0;

    /// <summary>Takes the messages of a snapshot, and brings them up to its own revision.</summary>
    /// <returns>False if it is behind the snapshot, or does not know what changed since.</returns>
    public bool TryFill(TopicSnapshot snapshot)
    {
        var (revision, seq, messages) = (snapshot.Topic.Revision, snapshot.Topic.LastSeq, snapshot.Latest ?? []);
        if (revision > Revision || revision < Revision && !(revision >= changes?.Floor)) return false;

        var since = changes is not null && revision < Revision ? changes.After(revision) : [];
        window = MessageWindow.Of(messages).With([.. since.Where(message => message.Seq > seq).OrderBy(message => message.Seq)], since.Where(message => message.Seq <= seq));
        if (revision == Revision) (Topic, changes) = (snapshot.Topic, new(snapshot.Topic, messages));
        latest = null;
        used = true;
        return true;
    }

    /// <summary>Drops the messages if nobody has been answered with them since the last call.</summary>
    public void Trim()
    {
        if (!used) (window, changes) = (null, null);
        latest = null;
        used = false;
    }

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

        window = window?.With(posted, changed);
        changes?.Add(byRevision);
        foreach (var message in byRevision) Topic = Topic.After(message);
        latest = null;
        return true;
    }

    /// <summary>Something beside its messages changed, which has no revision.</summary>
    public void Describe(Topic described)
    {
        Topic = As(described);
        latest = null;
    }

    /// <summary>Whether a topic differs from this one in no more than its messages and names.</summary>
    public bool IsLike(Topic described) => As(described with { People = Topic.People }) == Topic;

    private Topic As(Topic described) => Topic with
    {
        Name = described.Name, Description = described.Description, Locked = described.Locked, ResolvedAt = described.ResolvedAt,
        MemberCount = described.MemberCount, People = described.People, MembersVersion = described.MembersVersion,
    };

    /// <summary>The answer to a join, if memory has it; otherwise null.</summary>
    /// <param name="after">The last revision the client has; null for none.</param>
    public Joined? Answer(long? after)
    {
        used = true;
        // Records changes from here on, to bring what is read for this join up to date.
        changes ??= new(Topic, []);
        if (after is not { } known) return window is null ? null : latest ??= new(Topic, window.LatestPage, Revision, reset: false);
        if (known > Revision || known < changes.Floor) return null;
        var missed = changes.After(known);
        return PageBytes.First(missed).Count == missed.Count ? new(Topic, missed, Revision, reset: false) : null;
    }

    /// <summary>The answer to a join, from changes that were read for it; null if they do not reach from the client to this copy.</summary>
    public Joined? Answer(TopicChanges read)
    {
        if (read.Reset || read.More) return null;
        // Ahead of this copy: the events in between are part of the answer.
        if (read.Revision >= Revision) return new(read.Items.Aggregate(Topic, (topic, message) => topic.After(message)), read.Items, read.Revision, reset: false);
        if (Answer(after: read.Revision) is not { } later) return null;

        var again = later.Messages.Select(message => message.Seq).ToHashSet();
        return new(Topic, [.. read.Items.Where(message => !again.Contains(message.Seq)), .. later.Messages], Revision, reset: false);
    }

    /// <summary>The answer to a join, from a snapshot that was read for it; null if the snapshot is too old.</summary>
    /// <param name="reset">Whether the client has to discard what it has.</param>
    public Joined? Answer(TopicSnapshot read, bool reset)
    {
        if (read.Topic.Revision > Revision) return new(read.Topic, read.Latest ?? [], read.Topic.Revision, reset);
        return TryFill(read) ? new(Topic, window!.LatestPage, Revision, reset) : null;
    }
}
