using System.Text;

namespace Bulletin.Grains.Search.Analysis;

/// <summary>What texts fold besides the table of names.</summary>
internal static class LetterFolding
{
    /// <summary>What the table would change into letters or spaces: Lego™ is not legotm, and ´ is often typed for an apostrophe.</summary>
    public static Rune? Before(Rune letter) => letter.Value switch
    {
        0x00B4 => new('\''),
        0x2120 or 0x2122 => new(' '),
        _ => null,
    };

    /// <summary>Arabic letters that Arabic, Persian and Urdu keyboards write differently, the apostrophes and hyphens, and the digits of all scripts.</summary>
    public static Rune After(Rune letter) => letter.Value switch
    {
        < 0x80 => letter,
        0x0671 => new(0x0627),
        0x0649 or 0x06CC or 0x06D2 => new(0x064A),
        0x06A9 => new(0x0643),
        0x0629 or 0x06C1 => new(0x0647),
        0x02B9 or 0x02BB or 0x02BC or 0x05F3 or 0x05F4 or 0x2018 or 0x2019 => new('\''),
        0x2010 or 0x2011 => new('-'),
        _ => Rune.IsDigit(letter) ? new('0' + (int)Rune.GetNumericValue(letter)) : letter,
    };
}
