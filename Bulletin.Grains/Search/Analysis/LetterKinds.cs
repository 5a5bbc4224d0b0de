using System.Globalization;
using System.Text;

namespace Bulletin.Grains.Search.Analysis;

/// <summary>The kinds of folded characters.</summary>
internal static class LetterKinds
{
    public static LetterKind Of(Rune letter) => letter.Value switch
    {
        '-' or '_' or '.' or ',' or '\'' or '+' or '#' => LetterKind.Joint,
        < 0x80 => Rune.IsLetter(letter) ? LetterKind.Letter : Rune.IsDigit(letter) ? LetterKind.Digit : LetterKind.Separator,
        _ => Of(letter, Rune.GetUnicodeCategory(letter)),
    };

    public static bool IsSkinTone(Rune letter) => letter.Value is >= 0x1F3FB and <= 0x1F3FF;

    /// <summary>Two of them are a flag.</summary>
    public static bool IsRegion(Rune letter) => letter.Value is >= 0x1F1E6 and <= 0x1F1FF;

    private static LetterKind Of(Rune letter, UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter => LetterKind.Letter,
        UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => UnspacedScripts.Contains(letter) ? LetterKind.Unspaced : LetterKind.Letter,
        UnicodeCategory.LetterNumber => UnspacedScripts.Contains(letter) ? LetterKind.Unspaced : LetterKind.Digit,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.OtherNumber => LetterKind.Digit,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => LetterKind.Mark,
        UnicodeCategory.OtherSymbol or UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol => IsDrawn(letter) ? LetterKind.Separator : LetterKind.Symbol,
        // The newest emoji may be unknown to the runtime.
        UnicodeCategory.OtherNotAssigned when letter.Value is >= 0x1F000 and <= 0x1FFFF => LetterKind.Symbol,
        _ => LetterKind.Separator,
    };

    /// <summary>The fraction slash, lines and blocks of drawn tables, and what replaces characters.</summary>
    private static bool IsDrawn(Rune letter) => letter.Value is 0x2044 or (>= 0x2500 and <= 0x259F) or 0xFFFC or 0xFFFD;
}
