using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>The beginning of a text, cut between characters.</summary>
internal static class Excerpt
{
    /// <returns>The first <see cref="LastMessage.ExcerptLength"/> Unicode scalar values; nothing of a deleted message.</returns>
    public static string Of(string? text)
    {
        if (text is null) return "";
        if (text.Length <= LastMessage.ExcerptLength) return text;

        var end = 0;
        for (var characters = 0; characters < LastMessage.ExcerptLength && end < text.Length; characters++)
            end += char.IsSurrogatePair(text, end) ? 2 : 1;
        return text[..end];
    }
}
