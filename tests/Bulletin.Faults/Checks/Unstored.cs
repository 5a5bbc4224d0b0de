using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Checks;

/// <summary>The posts that are not stored, by what their clients know of them. Only an acknowledged one is lost.</summary>
internal sealed record Unstored(IReadOnlyList<Post> Acknowledged, IReadOnlyList<Post> Unanswered, IReadOnlyList<Post> Refused)
{
    public static Unstored Of(History history, Stored stored)
    {
        var rows = stored.Messages.Select(m => (m.Topic, m.Author, m.ClientId)).ToHashSet();
        var missing = history.Posts.Where(p => !rows.Contains((p.Topic, p.Author, p.ClientId))).ToLookup(Fate);
        return new([.. missing[Outcome.Ok]], [.. missing[Outcome.Unknown]], [.. missing[Outcome.Refused]]);
    }

    /// <summary>A sentence for each of the three that there are.</summary>
    public override string ToString()
    {
        string[] sentences =
        [
            .. Told(Acknowledged, "acknowledged and not stored: lost"),
            .. Told(Unanswered, "never acknowledged and not stored: not lost, but \"once\" asks for an answer"),
            .. Told(Refused, "refused and not stored: not lost, but \"answers\" asks why it was refused"),
        ];
        return sentences.Length == 0 ? "every post is stored" : string.Join("; ", sentences);
    }

    /// <summary>The last word on each, for who has to find out why.</summary>
    public IEnumerable<string> Details() => Acknowledged.Concat(Unanswered).Concat(Refused)
        .Select(post => $"{Evidence.Name(post)} is not stored; {post.Attempts.Count} attempts, the last: {(post.Attempts is [.., var last] ? last.Detail : "none")}");

    private static Outcome Fate(Post post) =>
        post.Acked is not null ? Outcome.Ok
        : post.Attempts.Any(a => a.Outcome == Outcome.Unknown) || post.Attempts.Count == 0 ? Outcome.Unknown
        : Outcome.Refused;

    private static IEnumerable<string> Told(IReadOnlyList<Post> posts, string fate) =>
        posts.Count == 0 ? [] : [FormattableString.Invariant($"{posts.Count:N0} {(posts.Count == 1 ? "post was" : "posts were")} {fate}")];
}
