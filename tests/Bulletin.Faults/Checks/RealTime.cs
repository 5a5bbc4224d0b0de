namespace Bulletin.Faults.Checks;

/// <summary>Numbers follow real time: whoever posts after an answer comes after it.</summary>
internal static class RealTime
{
    public static IEnumerable<string> Check(Evidence evidence)
    {
        foreach (var topic in evidence.Posts.Where(p => p.Acked is not null).GroupBy(p => p.Topic))
        {
            // In order of seq, nobody may have been acknowledged before somebody with a lower seq began.
            var latest = default(Recording.Post);
            foreach (var post in topic.OrderBy(p => p.Acked!.Seq))
            {
                if (latest is not null && post.Acked!.Ended < latest.Invoked && post.Acked.Seq > latest.Acked!.Seq)
                    yield return $"topic {topic.Key}: seq {post.Acked.Seq} was acknowledged at {post.Acked.Ended}, seq {latest.Acked.Seq} began only at {latest.Invoked}";
                if (latest is null || post.Invoked > latest.Invoked) latest = post;
            }
        }
    }
}
