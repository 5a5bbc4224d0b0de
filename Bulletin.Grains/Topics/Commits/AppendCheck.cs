namespace Bulletin.Grains.Topics.Commits;

/// <summary>
/// Keeps out what no database could store: one such row would fail the commits of all topics that share its batch.
/// </summary>
internal static class AppendCheck
{
    /// <exception cref="ArgumentException">The append breaks the rules of <see cref="TopicAppend"/>: a bug of its topic.</exception>
    public static void Require(TopicAppend append)
    {
        var seq = append.Expected.Seq;
        foreach (var posted in append.Posted)
        {
            if (posted.Seq != ++seq) throw Bad($"seq {posted.Seq} follows {seq - 1}");
            if (posted is not { Text: not null, EditedAt: null, DeletedAt: null }) throw Bad($"message {posted.Seq} is new, and changed");
            if (!IsStorable(posted.Text)) throw Bad($"the text of message {posted.Seq} is not well-formed");
        }
        if (seq != append.Next.Seq) throw Bad($"its messages end at seq {seq}, its head at {append.Next.Seq}");

        foreach (var changed in append.Changed)
            if (changed.Message.Text is { } text && !IsStorable(text))
                throw Bad($"the text of message {changed.Message.Seq} is not well-formed");

        ArgumentException Bad(string why) => new($"An append to topic {append.TopicId} is refused: {why}.", nameof(append));
    }

    // Both searches are vectorised; only a text that has surrogates at all is looked at more closely.
    private static bool IsStorable(string text)
    {
        if (text.Contains('\0')) return false;
        var rest = text.AsSpan();
        while (rest.IndexOfAnyInRange('\uD800', '\uDFFF') is var at and >= 0)
        {
            if (at + 1 >= rest.Length || !char.IsSurrogatePair(rest[at], rest[at + 1])) return false;
            rest = rest[(at + 2)..];
        }
        return true;
    }
}
