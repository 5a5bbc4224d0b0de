using Bulletin.Faults.Checks;
using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Tests;

/// <summary>A history made by hand, and the database to go with it: a good one, which tests then spoil.</summary>
internal sealed class Story
{
    private readonly Guid author = Guid.CreateVersion7();
    private readonly List<StoredMessage> rows = [];
    private int ticks;

    public Story() => History.Topics.Add(Guid.CreateVersion7());

    public History History { get; } = new();

    public IList<StoredMessage> Rows => rows;

    /// <summary>A tenth of a second for everything that happens.</summary>
    public TimeSpan Next() => TimeSpan.FromMilliseconds(100 * ++ticks);

    /// <summary>Somebody posts, is answered, and it is stored.</summary>
    public Post Posted(string? text = null)
    {
        var post = Begun(text);
        var seq = rows.Count + 1;
        var revision = rows.Count == 0 ? 1 : rows.Max(r => r.Revision) + 1;
        post.Add(new(0, OverHub: false, Next(), Next(), Outcome.Ok, "201", seq, revision));
        rows.Add(new(0, seq, revision, author, post.ClientId, post.Text, Edited: false, Deleted: false));
        return post;
    }

    /// <summary>Somebody is about to post.</summary>
    public Post Begun(string? text = null)
    {
        var post = new Post(0, author, Guid.CreateVersion7(), text ?? $"message {ticks}");
        History.Posts.Enqueue(post);
        return post;
    }

    public Attempt Unanswered() => new(0, OverHub: false, Next(), Next(), Outcome.Unknown, "connection: reset");

    /// <summary>The author's edit is answered and stored.</summary>
    public Change Edited(Post post, string? text)
    {
        var change = new Change(post, text);
        var revision = rows.Max(r => r.Revision) + 1;
        History.Changes.Enqueue(change.Add(new(0, OverHub: false, Next(), Next(), Outcome.Ok, "200", post.Acked!.Seq, revision)));
        Store(post, row => row with { Revision = revision, Text = text, Edited = text is not null, Deleted = text is null });
        return change;
    }

    public void Store(Post post, Func<StoredMessage, StoredMessage> change)
    {
        var at = rows.FindIndex(r => r.ClientId == post.ClientId);
        rows[at] = change(rows[at]);
    }

    public Seen See(Post post) => See(rows.First(r => r.ClientId == post.ClientId));

    public static Seen See(StoredMessage row) => new(row.Seq, row.Revision, row.Author, row.ClientId, Seen.Fingerprint(row.Text));

    /// <summary>A client that has joined and been given all there is.</summary>
    public View Joined()
    {
        var view = new View("ann", 0);
        History.Views.Enqueue(view);
        view.Joined(Next(), after: null, [.. rows.Select(See)], rows.Count == 0 ? 0 : rows.Max(r => r.Revision), reset: false);
        return view;
    }

    public void Looked(long head, string reader = "bob", TimeSpan? at = null)
    {
        var invoked = at ?? Next();
        History.Looks.Enqueue(new(reader, 1, 0, invoked, invoked, head, [.. rows.Where(r => r.Seq <= head).Select(See)]));
    }

    public IReadOnlyList<Violation> Check(StoredTopic? head = null) => Checker.Check(History, Stored(head), new Bounds());

    /// <summary>What a run that went like this would have come to.</summary>
    public RunResult Result() => new(History, Stored(), Check(), "Loopback", "18", new Dictionary<string, string>());

    public Stored Stored(StoredTopic? head = null) => new([head ?? new(0, rows.Count, rows.Count == 0 ? 0 : rows.Max(r => r.Revision))], rows);

    /// <summary>Exactly this check finds it, and says so.</summary>
    public void IsFoundBy(string check, string saying, StoredTopic? head = null)
    {
        var violations = Check(head);
        Assert.Contains(violations, v => v.Check == check && v.What.Contains(saying, StringComparison.Ordinal));
    }
}
