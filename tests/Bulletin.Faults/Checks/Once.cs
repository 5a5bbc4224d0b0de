using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Checks;

/// <summary>However often a post is repeated, it is one message, and every answer names the same.</summary>
internal static class Once
{
    public static IEnumerable<string> Check(Evidence evidence)
    {
        foreach (var post in evidence.Posts)
        {
            var rows = evidence.Rows[(post.Topic, post.Author, post.ClientId)].ToArray();
            if (rows.Length > 1) yield return $"{Evidence.Name(post)} is stored as seqs {string.Join(", ", rows.Select(r => r.Seq))}";

            var seqs = post.Attempts.Where(a => a.Outcome == Outcome.Ok).Select(a => a.Seq).Distinct().ToArray();
            if (seqs.Length > 1) yield return $"{Evidence.Name(post)} was answered with seqs {string.Join(", ", seqs)}";
            if (seqs.Length == 0 && post.Attempts.Any(a => a.Outcome == Outcome.Unknown))
                yield return $"{Evidence.Name(post)} has no answer after {post.Attempts.Count} attempts, the last: {post.Attempts[^1].Detail}";
        }
    }
}
