using System.Globalization;
using System.Text;

namespace Bulletin.Grains.Search.Analysis;

/// <summary>
/// Scripts that are written without spaces between words, and Korean, which appends particles to words. Their texts are indexed as
/// overlapping pairs of letters, since a dictionary would cut a query and a text differently.
/// </summary>
internal static class UnspacedScripts
{
    public static bool Contains(Rune letter) => letter.Value is
        (>= 0x0E00 and <= 0x0EFF) // Thai, Lao
        or (>= 0x1000 and <= 0x109F) or (>= 0xA9E0 and <= 0xA9FF) or (>= 0xAA60 and <= 0xAA7F) // Burmese, Shan
        or (>= 0x1100 and <= 0x11FF) or (>= 0xA960 and <= 0xA97F) or (>= 0xAC00 and <= 0xD7FF) // Korean
        or (>= 0x1780 and <= 0x17FF) // Khmer
        or (>= 0x1950 and <= 0x19DF) or (>= 0x1A20 and <= 0x1AAF) or (>= 0xAA80 and <= 0xAADF) // Tai
        or (>= 0x1B00 and <= 0x1B7F) or (>= 0xA980 and <= 0xA9DF) // Balinese, Javanese
        or (>= 0x3005 and <= 0x3007) or (>= 0x3021 and <= 0x3029) or (>= 0x3031 and <= 0x303C) // repetition marks, numerals
        or (>= 0x3041 and <= 0x318F) or (>= 0x31A0 and <= 0x31FF) or (>= 0x1AFF0 and <= 0x1B16F) // Kana, Bopomofo
        or (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF) // Chinese characters
        or (>= 0xA000 and <= 0xA4CF) or (>= 0x16FE0 and <= 0x18DFF); // Yi, Tangut

    /// <summary>Whether a term is one letter of such a script, with its marks.</summary>
    public static bool IsLetter(string term) => FirstLetter(term) == term.Length && Contains(Rune.GetRuneAt(term, 0));

    /// <summary>The length of the first letter of a term, with its marks.</summary>
    public static int FirstLetter(string term)
    {
        var length = Rune.GetRuneAt(term, 0).Utf16SequenceLength;
        while (length < term.Length && Rune.GetRuneAt(term, length) is var next && (Korean.IsTrailing(next) || IsMark(Rune.GetUnicodeCategory(next))))
            length += next.Utf16SequenceLength;
        return length;
    }

    public static bool IsMark(UnicodeCategory category) =>
        category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
