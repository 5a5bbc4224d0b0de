using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Checks;

/// <summary>The records, put in the order that checks ask for.</summary>
internal sealed class Evidence
{
    /// <summary>A gateway gives up one attempt at a grain after two seconds, and makes another.</summary>
    private static readonly TimeSpan TriedOnce = TimeSpan.FromSeconds(1.9);

    private readonly Dictionary<(int Topic, long Seq), StoredMessage> bySeq = [];

    public Evidence(History history, Stored stored, Bounds bounds)
    {
        (History, Stored, Bounds) = (history, stored, bounds);
        Posts = [.. history.Posts];
        ByClientId = Posts.ToDictionary(p => (p.Topic, p.Author, p.ClientId));
        Changes = history.Changes.ToLookup(c => c.Post);
        Rows = stored.Messages.ToLookup(m => (m.Topic, m.Author, m.ClientId));
        foreach (var row in stored.Messages) bySeq[(row.Topic, row.Seq)] = row;
        Logs = stored.Messages.GroupBy(m => m.Topic).ToDictionary(g => g.Key, g => g.OrderBy(m => m.Seq).ToArray());
    }

    public History History { get; }
    public Stored Stored { get; }
    public Bounds Bounds { get; }
    public IReadOnlyList<Post> Posts { get; }
    public IReadOnlyDictionary<(int Topic, Guid Author, Guid ClientId), Post> ByClientId { get; }
    public ILookup<Post, Change> Changes { get; }
    public ILookup<(int Topic, Guid Author, Guid ClientId), StoredMessage> Rows { get; }
    public IReadOnlyDictionary<int, StoredMessage[]> Logs { get; }

    public StoredMessage? At(int topic, long seq) => bySeq.GetValueOrDefault((topic, seq));

    /// <summary>Until when a call may have been carried out. One without an answer, or with a late one, may be until whatever held it up is over.</summary>
    public TimeSpan Until(Attempt attempt)
    {
        if (attempt.Outcome == Outcome.Ok && attempt.Ended - attempt.Invoked < TriedOnce) return attempt.Ended;
        var until = attempt.Ended + Bounds.Late;
        return History.Disturbances.Where(d => d.Began <= until && d.Over >= attempt.Invoked).Select(d => d.Over).Append(until).Max();
    }

    /// <summary>Every text that a message may ever have shown.</summary>
    public bool MayShow(Post post, ulong fingerprint) =>
        fingerprint == Seen.Fingerprint(post.Text) || Changes[post].Any(c => Seen.Fingerprint(c.Text) == fingerprint);

    public static string Name(Post post) => $"topic {post.Topic}, post {post.ClientId} ({string.Concat(post.Text.EnumerateRunes().Take(20))}…)";
}
