using System.Text;

namespace Bulletin.Grains.Search.Analysis;

/// <summary>A folded character, and where it comes from. Several may come from one character of the text, such as ﬁ.</summary>
/// <param name="IsUpper">Whether it was a capital: words are split where the case changes.</param>
internal readonly record struct Letter(Rune Value, LetterKind Kind, int Start, int End, bool IsUpper);

internal enum LetterKind
{
    /// <summary>White space, and punctuation that has no meaning here.</summary>
    Separator,

    Letter,

    Digit,

    /// <summary>A vowel sign or the like: it belongs to what precedes it.</summary>
    Mark,

    /// <summary>A letter of a script that is written without spaces between words.</summary>
    Unspaced,

    /// <summary>A term by itself, such as an emoji.</summary>
    Symbol,

    /// <summary>Punctuation that may be part of a word or a number, or join words.</summary>
    Joint,
}
