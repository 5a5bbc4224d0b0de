using System.Globalization;
using System.Text;

namespace Bulletin.Grains.Names;

/// <summary>The words of a folded name: its runs of letters and digits.</summary>
internal static class NameWords
{
    public static IEnumerable<(int Start, int Length)> In(string folded)
    {
        var (at, start) = (0, -1);
        foreach (var rune in folded.EnumerateRunes())
        {
            // Marks that folding keeps belong to the letter before them.
            var inWord = Rune.IsLetterOrDigit(rune) || start >= 0 && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
            if (inWord && start < 0) start = at;
            if (!inWord && start >= 0)
            {
                yield return (start, at - start);
                start = -1;
            }
            at += rune.Utf16SequenceLength;
        }
        if (start >= 0) yield return (start, at - start);
    }
}
