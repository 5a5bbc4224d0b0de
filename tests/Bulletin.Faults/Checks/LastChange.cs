namespace Bulletin.Faults.Checks;

/// <summary>
/// A message shows its last acknowledged change. A call that its client gave up may be carried out later than those that
/// came after it: edits carry no id, and the last that arrives counts. So its text is accepted, too.
/// </summary>
internal static class LastChange
{
    public static IEnumerable<string> Check(Evidence evidence)
    {
        foreach (var changes in evidence.Changes)
        {
            var post = changes.Key;
            if (evidence.Rows[(post.Topic, post.Author, post.ClientId)].FirstOrDefault() is not { } row) continue; // "durable" tells.
            var last = changes.LastOrDefault(c => c.IsAcked);
            var accepted = changes.Where(c => c == last || c.MayComeLate).Select(c => c.Text).ToHashSet();
            if (last is null) accepted.Add(post.Text);
            if (!accepted.Contains(row.Text))
                yield return $"{Evidence.Name(post)}, seq {row.Seq}: its last change was to '{last?.Text}', it shows '{row.Text}'";
        }
    }
}
