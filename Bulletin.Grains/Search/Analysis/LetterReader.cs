using System.Globalization;
using System.Text;
using Bulletin.Grains.Names;

namespace Bulletin.Grains.Search.Analysis;

/// <summary>Reads a text as folded letters: by the same table as names, with a few rules for texts.</summary>
internal sealed class LetterReader
{
    private const int NonJoiner = 0x200C;

    private readonly List<Letter> _letters;

    private LetterReader(int length) => _letters = new(length);

    /// <summary>Half of a surrogate pair is a separator.</summary>
    public static List<Letter> Read(string text)
    {
        LetterReader reader = new(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var rune = Rune.TryGetRuneAt(text, at, out var valid) ? valid : Rune.ReplacementChar;
            reader.Add(rune, at, at + rune.Utf16SequenceLength);
            at += rune.Utf16SequenceLength;
        }
        return reader._letters;
    }

    private void Add(Rune source, int start, int end)
    {
        if (source.IsAscii) Append(Rune.ToLowerInvariant(source), start, end, Rune.IsUpper(source));
        else if (source.Value == NonJoiner && _letters is [.., { Kind: LetterKind.Letter, Value.Value: >= 0x600 and <= 0x8FF }]) Append(new('-'), start, end);
        else if (LetterKinds.IsSkinTone(source)) Extend(start, end);
        else if (Korean.IsSyllable(source))
        {
            _letters.Add(new(Korean.WithoutTrailing(source), LetterKind.Unspaced, start, end, false));
            _letters.Add(new(Korean.Trailing(source), LetterKind.Mark, start, end, false));
        }
        else if (LetterFolding.Before(source) is { } other) Append(other, start, end);
        else if (NameFolding.TryFold(source.Value, out var folded)) AddFolded(source, folded, start, end);
        else Append(source, start, end);
    }

    private void AddFolded(Rune source, string folded, int start, int end)
    {
        var category = Rune.GetUnicodeCategory(source);
        if (folded.Length == 0 && UnspacedScripts.IsMark(category)) Extend(start, end);

        // 5½ is not 51.
        if (category == UnicodeCategory.OtherNumber && _letters is [.., { Kind: LetterKind.Digit }]) Append(new(' '), start, start);
        foreach (var rune in folded.EnumerateRunes()) Append(rune, start, end, category is UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter);
    }

    private void Append(Rune rune, int start, int end, bool isUpper = false)
    {
        if (_letters is [.., { Kind: not LetterKind.Separator } last] && Composed(last, rune) is { } composed)
        {
            _letters[^1] = last with { Value = composed, End = end };
            if (Korean.IsSyllable(composed)) _letters.Add(new(new(Korean.Filler), LetterKind.Mark, start, end, false));
        }
        else
        {
            var value = LetterFolding.After(rune);
            _letters.Add(new(value, LetterKinds.Of(value), start, end, isUpper));
        }
    }

    /// <summary>Korean consonants and vowels make a syllable.</summary>
    private static Rune? Composed(Letter last, Rune rune)
    {
        if (Korean.IsVowel(rune) && Korean.IsLeading(last.Value)) return Korean.Compose(last.Value, rune);
        return Korean.IsTrailing(rune) && last.Value.Value == Korean.Filler ? rune : null;
    }

    /// <summary>An accent belongs to the letter before it, where the letter is shown.</summary>
    private void Extend(int start, int end)
    {
        if (_letters is [.., { Kind: not LetterKind.Separator } last] && last.End == start) _letters[^1] = last with { End = end };
    }
}
