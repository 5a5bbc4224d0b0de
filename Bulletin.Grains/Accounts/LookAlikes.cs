using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Bulletin.Grains.Names;

namespace Bulletin.Grains.Accounts;

/// <summary>
/// Detects names that may be mistaken for each other. Usernames are ASCII, so only characters that look like ASCII matter:
/// those of other scripts, ligatures, small capitals, full-width and mathematical letters, and invisible characters.
/// </summary>
/// <remarks>Uses a table: the runtime's own normalisation needs ICU, which is not on every machine, and all gateways must
/// refuse the same names.</remarks>
public static class LookAlikes
{
    private const char CyrillicI = '\u0406', GreekI = '\u0399';

    private static readonly FrozenDictionary<int, string> Ascii = FoldingTable.Load("lookalikes.txt");

    /// <summary>
    /// Two names look alike if their skeletons are equal. An upper-case I looks like a lower-case l; a lower-case i does not
    /// count, or Neil could not join Nell.
    /// </summary>
    /// <param name="name">In its original case.</param>
    /// <remarks>"cl" does not count as "d", or Clara could not join Dara.</remarks>
    public static string Skeleton(string name) => Fold(name.Replace('I', 'l').Replace(CyrillicI, 'l').Replace(GreekI, 'l'))
        .Replace('1', 'l').Replace('|', 'l').Replace('0', 'o')
        .Replace("rn", "m", StringComparison.Ordinal).Replace("vv", "w", StringComparison.Ordinal);

    /// <summary>The spellings, in a lower-case username, that have this character as their skeleton.</summary>
    internal static IReadOnlyList<string> Spellings(char one) => one switch
    {
        'l' => ["l", "i", "1"],
        'o' => ["o", "0"],
        'm' => ["m", "rn"],
        'w' => ["w", "vv"],
        _ => [one.ToString()],
    };

    /// <summary>
    /// Replaces characters that look like ASCII by lower-case ASCII; others stay. White space becomes single spaces.
    /// </summary>
    public static string Fold(string name)
    {
        StringBuilder folded = new(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            if (Ascii.TryGetValue(rune.Value, out var letters)) folded.Append(letters);
            else if (!IsInvisible(rune) && !IsBesideLetters(rune)) folded.Append(Rune.ToLowerInvariant(rune).ToString());
        }
        return string.Join(' ', folded.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Whether a character is invisible: joiners, fillers, tags, selectors and noncharacters.</summary>
    public static bool IsInvisible(Rune rune) => rune.Value switch
    {
        0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0 => true,
        >= 0x180B and <= 0x180F or >= 0xFE00 and <= 0xFE0F or >= 0xE0000 and <= 0xE0FFF or >= 0xFDD0 and <= 0xFDEF => true,
        var value when (value & 0xFFFE) == 0xFFFE => true,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control,
    };

    /// <summary>A symbol such as a tick or a flower: the name reads the same without it.</summary>
    private static bool IsBesideLetters(Rune rune) =>
        !rune.IsAscii && Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol;
}
