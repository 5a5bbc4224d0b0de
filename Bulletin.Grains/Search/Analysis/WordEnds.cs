using System.Text;

namespace Bulletin.Grains.Search.Analysis;

/// <summary>Which punctuation belongs to a word.</summary>
internal static class WordEnds
{
    /// <summary>Where a word ends, without and with the signs after it: C++, C#.</summary>
    public static (int Bare, int End) Of(List<Letter> letters, int start)
    {
        var end = start + 1;
        while (end < letters.Count && (letters[end].Kind is LetterKind.Letter or LetterKind.Digit or LetterKind.Mark || IsInNumber(letters, end))) end++;

        if (letters[start].Kind != LetterKind.Letter) return (end, end);
        if (Is(letters, end, '+') && Is(letters, end + 1, '+')) return (end, end + 2);
        // Headings and issue#5 end with no sign.
        return Is(letters, end, '#') && end == start + 1 ? (end, end + 1) : (end, end);
    }

    /// <summary>Whether a word follows a single dot: .net, node.js</summary>
    public static bool IsDotted(List<Letter> letters, int start) => Is(letters, start - 1, '.') && !Is(letters, start - 2, '.');

    /// <summary>Whether the words around a sign may be written as one: wi-fi and wifi, but not 10-12 and 1012.</summary>
    public static bool Joins(List<Letter> letters, int at) =>
        letters[at].Kind == LetterKind.Joint && letters[at].Value.Value is '-' or '_' or '.' or '\'' && !(IsDigit(letters, at - 1) && IsDigit(letters, at + 1));

    private static bool IsInNumber(List<Letter> letters, int at)
    {
        if (!IsDigit(letters, at - 1) || !IsDigit(letters, at + 1)) return false;
        return Is(letters, at, '.') || Is(letters, at, ',') && SeparatesThousands(letters, at);
    }

    private static bool SeparatesThousands(List<Letter> letters, int at) =>
        !(IsDigit(letters, at - 4) && IsDigit(letters, at - 3) && IsDigit(letters, at - 2))
        && IsDigit(letters, at + 2) && IsDigit(letters, at + 3) && !IsDigit(letters, at + 4);

    private static bool IsDigit(List<Letter> letters, int at) => at >= 0 && at < letters.Count && letters[at].Kind == LetterKind.Digit;

    private static bool Is(List<Letter> letters, int at, char sign) => at >= 0 && at < letters.Count && letters[at].Value == new Rune(sign);
}
