namespace Bulletin.Faults.Checks;

/// <summary>Every acknowledged message is there once, where it was said to be, as it was posted.</summary>
internal static class Durable
{
    public static IEnumerable<string> Check(Evidence evidence)
    {
        foreach (var post in evidence.Posts)
        {
            if (post.Acked is not { } ack) continue;
            var rows = evidence.Rows[(post.Topic, post.Author, post.ClientId)].ToArray();
            if (rows.Length != 1)
                yield return $"{Evidence.Name(post)} was acknowledged as seq {ack.Seq} at {ack.Ended} and is stored {rows.Length} times";
            else if (rows[0].Seq != ack.Seq)
                yield return $"{Evidence.Name(post)} was acknowledged as seq {ack.Seq} and is stored as seq {rows[0].Seq}";
            else if (!evidence.Changes.Contains(post) && rows[0].Text != post.Text)
                yield return $"{Evidence.Name(post)} is stored with another text: {rows[0].Text}";
        }
    }
}
