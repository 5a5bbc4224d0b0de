using System.Text;

namespace Bulletin.Grains.Topics.Memory;

/// <summary>
/// Limits a page by the size of its texts, mentions and reactions as well as by their number: 200 messages of 4,000 emoji would be 3 MB that the
/// server buffers until the client has read them. At least one message always fits.
/// </summary>
public static class PageBytes
{
    /// <summary>Maximum UTF-8 bytes of text in one page, with mentions and reactions.</summary>
    public const int Max = 256 * 1024;

    // What a mention or a reaction adds in JSON: an id and what is around it; an emoji of several characters, and the names of its fields.
    private const int IdBytes = 40, EmojiBytes = 100;

    // UTF-8 needs at most three bytes per UTF-16 code unit, so short texts need not be measured.
    private const int SurelyFits = Max / 3;

    /// <summary>The messages from the first on that fit.</summary>
    public static IReadOnlyList<Message> First(IReadOnlyList<Message> messages)
    {
        if (Fits(messages)) return messages;
        var (count, bytes) = (0, 0);
        while (count < messages.Count && (bytes += Size(messages[count])) <= Max) count++;
        return [.. messages.Take(Math.Max(count, 1))];
    }

    /// <summary>The messages up to the last that fit.</summary>
    public static IReadOnlyList<Message> Last(IReadOnlyList<Message> messages)
    {
        if (Fits(messages)) return messages;
        var (count, bytes) = (0, 0);
        while (count < messages.Count && (bytes += Size(messages[^(count + 1)])) <= Max) count++;
        return [.. messages.TakeLast(Math.Max(count, 1))];
    }

    /// <summary>The messages that fit around this seq, taken from both sides in turn.</summary>
    public static IReadOnlyList<Message> Around(IReadOnlyList<Message> messages, long seq)
    {
        if (Fits(messages)) return messages;
        var middle = 0;
        while (middle < messages.Count - 1 && messages[middle].Seq < seq) middle++;
        var (first, last, bytes) = (middle, middle, Size(messages[middle]));
        while (true)
        {
            var grew = false;
            if (first > 0 && bytes + Size(messages[first - 1]) <= Max) (bytes, grew) = (bytes + Size(messages[--first]), true);
            if (last < messages.Count - 1 && bytes + Size(messages[last + 1]) <= Max) (bytes, grew) = (bytes + Size(messages[++last]), true);
            if (!grew) return [.. messages.Skip(first).Take(last - first + 1)];
        }
    }

    private static bool Fits(IReadOnlyList<Message> messages)
    {
        var length = 0;
        foreach (var message in messages) length += (message.Text?.Length ?? 0) + People(message);
        return length <= SurelyFits || messages.Sum(Size) <= Max;
    }

    public static int Size(Message message) => (message.Text is { } text ? Encoding.UTF8.GetByteCount(text) : 0) + People(message);

    /// <summary>The bytes of its mentions and reactions, roughly.</summary>
    private static int People(Message message)
    {
        var bytes = (message.Mentions?.Count ?? 0) * IdBytes;
        if (message.Reactions is { } reactions)
            foreach (var reaction in reactions) bytes += EmojiBytes + reaction.UserIds.Count * IdBytes;
        return bytes;
    }
}
