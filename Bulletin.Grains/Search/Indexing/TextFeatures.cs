using System.Text.RegularExpressions;

namespace Bulletin.Grains.Search.Indexing;

/// <summary>What a text has besides words. Markdown is read as the web client does, as far as these need it.</summary>
internal static partial class TextFeatures
{
    public static MessageFeatures Of(string text) =>
        (Link().IsMatch(text) ? MessageFeatures.Link : MessageFeatures.None) | (HasCode(text) ? MessageFeatures.Code : MessageFeatures.None);

    private static bool HasCode(string text) => text.AsSpan().ContainsAny('`', '~') && (Fence().IsMatch(text) || HasCodeSpan(text));

    /// <summary>A code span is between two runs of as many backticks, in one paragraph or item.</summary>
    private static bool HasCodeSpan(string text)
    {
        HashSet<int> opened = [];
        foreach (var mark in Mark().EnumerateMatches(text))
        {
            var found = text.AsSpan(mark.Index, mark.Length);
            if (found[0] == '\n') opened.Clear();
            else if (found[0] == '`')
            {
                if (opened.Contains(found.Length)) return true;
                // The first one after a backslash is a character like others, unless the backslash is itself in code.
                var opens = found.Length - (IsEscaped(text, mark.Index) ? 1 : 0);
                if (opens > 0) opened.Add(opens);
            }
        }
        return false;
    }

    private static bool IsEscaped(string text, int at)
    {
        var backslashes = 0;
        while (backslashes < at && text[at - 1 - backslashes] == '\\') backslashes++;
        return backslashes % 2 == 1;
    }

    [GeneratedRegex(@"(?<![a-z0-9])https?://[\p{L}\p{Nd}\[]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    /// <summary>Three or more at the start of a line, a quotation or an item. One that is not closed reaches to the end of the text.</summary>
    [GeneratedRegex(@"^(?:[ \t>]|[-*+][ \t]|[0-9]{1,9}[.)][ \t])*(?:`{3,}[^`\n]*$|~{3,})", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Fence();

    /// <summary>Backticks, and where another paragraph or item begins.</summary>
    [GeneratedRegex(@"`+|\n(?=[ \t]*(?:\n|[-*+>][ \t]|[0-9]{1,9}[.)][ \t]))", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();
}
