using System.Text;

namespace Bulletin.Grains.Search.Analysis;

/// <summary>The parts of a word: get, User, By and Id of getUserById, HTTP and Server of HTTPServer, RFC and 7231 of RFC7231.</summary>
internal static class WordParts
{
    /// <summary>What has more, such as a hash, is not made of words.</summary>
    private const int MaxParts = 16;

    /// <summary>From one letter to another. Empty if the word is all of one piece.</summary>
    public static IReadOnlyList<(int Start, int End)> Of(List<Letter> letters, int start, int end)
    {
        if (end - start > TermScanner.MaxLength || IsOnePiece(letters, start, end)) return [];

        List<(int Start, int End)> parts = [];
        foreach (var part in Split(start, end, at => Begins(letters, at, end)))
        {
            if (part != (start, end)) parts.Add(part);
            // The year of 31.12.2026
            if (HasPunctuation(letters, part.Start, part.End))
                parts.AddRange(Split(part.Start, part.End, at => letters[at].Kind == LetterKind.Joint || letters[at - 1].Kind == LetterKind.Joint));
        }
        return parts.Count > MaxParts ? [] : parts;
    }

    private static bool IsOnePiece(List<Letter> letters, int start, int end)
    {
        for (var at = start + 1; at < end; at++)
        {
            if (letters[at].Kind == LetterKind.Joint || Begins(letters, at, end)) return false;
        }
        return true;
    }

    private static bool HasPunctuation(List<Letter> letters, int start, int end) => letters.FindIndex(start, end - start, letter => letter.Kind == LetterKind.Joint) >= 0;

    private static IEnumerable<(int Start, int End)> Split(int start, int end, Func<int, bool> begins)
    {
        for (var at = start + 1; at <= end; at++)
        {
            if (at < end && !begins(at)) continue;
            yield return (start, at);
            start = at;
        }
    }

    private static bool Begins(List<Letter> letters, int at, int end)
    {
        var (last, letter) = (letters[at - 1], letters[at]);
        if (letter.Kind == LetterKind.Mark) return false;
        if (IsNumber(letter) != IsNumber(last)) return true;
        return letter.IsUpper && (!last.IsUpper || BeginsAfterAcronym(letters, at, end));
    }

    /// <summary>The S of HTTPServer. But IDs are several ID.</summary>
    private static bool BeginsAfterAcronym(List<Letter> letters, int at, int end)
    {
        if (at + 1 >= end || letters[at + 1] is not { Kind: LetterKind.Letter, IsUpper: false } next) return false;
        return next.Value != new Rune('s') || at + 2 < end && !letters[at + 2].IsUpper;
    }

    private static bool IsNumber(Letter letter) => letter.Kind is LetterKind.Digit or LetterKind.Joint;
}
