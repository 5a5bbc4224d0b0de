namespace Bulletin.Faults.Checks;

/// <summary>What is stored was posted by somebody, and not refused.</summary>
internal static class NothingElse
{
    public static IEnumerable<string> Check(Evidence evidence)
    {
        foreach (var row in evidence.Stored.Messages)
        {
            if (!evidence.ByClientId.TryGetValue((row.Topic, row.Author, row.ClientId), out var post))
                yield return $"topic {row.Topic}, seq {row.Seq}: nobody posted it ({row.ClientId})";
            else if (post.Attempts.Count > 0 && post.Attempts.All(a => a.Outcome == Recording.Outcome.Refused))
                yield return $"{Evidence.Name(post)} was refused ({post.Attempts[^1].Detail}) and is stored as seq {row.Seq}";
        }
    }
}
