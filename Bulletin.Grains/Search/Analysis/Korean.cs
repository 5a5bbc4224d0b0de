using System.Text;

namespace Bulletin.Grains.Search.Analysis;

/// <summary>
/// Korean syllables, as terms contain them: the syllable without its final consonant, then that consonant, or a filler if there is none.
/// So a syllable is the beginning of a longer one only while it is typed.
/// </summary>
internal static class Korean
{
    private const int FirstSyllable = 0xAC00, LastSyllable = 0xD7A3, Leading = 0x1100, Vowel = 0x1161, Vowels = 21, Trailings = 28;

    /// <summary>Stands for no final consonant.</summary>
    public const int Filler = 0x11A7;

    public static bool IsSyllable(Rune letter) => letter.Value is >= FirstSyllable and <= LastSyllable;

    public static bool IsSyllable(char letter) => (int)letter is >= FirstSyllable and <= LastSyllable;

    public static bool IsLeading(Rune letter) => letter.Value is >= Leading and < Leading + 19;

    public static bool IsVowel(Rune letter) => letter.Value is >= Vowel and < Vowel + Vowels;

    /// <summary>A final consonant, or the filler.</summary>
    public static bool IsTrailing(Rune letter) => letter.Value is >= Filler and < Filler + Trailings;

    /// <summary>A consonant by itself, as it is shown while the next syllable is typed.</summary>
    public static bool IsTyped(char letter) => letter is >= '\u3131' and <= '\u314E';

    public static Rune WithoutTrailing(Rune syllable) => new(syllable.Value - (syllable.Value - FirstSyllable) % Trailings);

    public static Rune Trailing(Rune syllable) => new(Filler + (syllable.Value - FirstSyllable) % Trailings);

    public static Rune Compose(Rune leading, Rune vowel) => new(FirstSyllable + ((leading.Value - Leading) * Vowels + vowel.Value - Vowel) * Trailings);
}
