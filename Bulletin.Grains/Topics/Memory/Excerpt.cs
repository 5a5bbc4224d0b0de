namespace Bulletin.Grains.Topics.Memory;

/// <summary>The beginning of a message, for lists.</summary>
public static class Excerpt
{
    /// <returns>The first <see cref="LastMessage.ExcerptLength"/> Unicode scalar values; empty for a deleted message.</returns>
    public static string Of(string? text)
    {
        if (text is null || text.Length <= LastMessage.ExcerptLength) return text ?? "";

        // Nearly all characters are one code unit.
        if (!text.AsSpan(0, LastMessage.ExcerptLength).ContainsAnyInRange('\ud800', '\udfff')) return text[..LastMessage.ExcerptLength];

        var end = 0;
        var runes = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (runes++ == LastMessage.ExcerptLength) break;
            end += rune.Utf16SequenceLength;
        }
        return text[..end];
    }

    public static LastMessage Of(Message message) => new(message.Seq, message.Author, Of(message.Text));
}
