using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Bulletin.Grains.Accounts;

/// <summary>
/// What a display name may be mistaken for. User names are ASCII, so that only characters which look like ASCII matter: those of
/// other scripts, full-width and mathematical ones, and what nobody sees.
/// </summary>
/// <remarks>The runtime's own normalisation needs ICU, which is not on every machine; what one gateway refuses another must refuse too.</remarks>
public static class LookAlikes
{
    private static readonly FrozenDictionary<int, char> Letters = Pairs(
        "аaеeоoрpсcхxуyіiјjѕsһhԁdԛqԝwьbкkмmтtнhвbгrпnӏlАaВbЕeКkМmНhОoРpСcТtХxУyІiЈjЅsԌgԚqԜwҮyүyөo"
        + "αaοoρpνvιiκkτtυuωwχxηnγyεeΑaΒbΕeΖzΗhΙiΚkΜmΝnΟoΡpΤtΥyΧx"
        + "ɑaɡgıiȷjʟlɴnʀrʏyꜱsᴀaʙbᴄcᴅdᴇeɢgʜhɪiᴊjᴋkᴍmᴏoᴘpᴛtᴜuᴠvᴡwᴢzℓlℎhℊgℯeℴoℹiⅰiⅼlⅽcⅾdⅿmⅠiⅬlⅭcⅮdⅯmⅤvⅩxⅴvⅹx"
        + "օoսuհhոnցgզqյjԍgՏsᎪaᏴbᏟcᎠdᎬeᏀgᎻhᎥiᎫjᏦkᏞlᎷmᏢpᏚsᎢtᏙvᎳwᏃz‐-‑-‒-–-—-−-․.。.");

    /// <summary>The user names, in lower case, that a reader may take a display name for.</summary>
    public static IEnumerable<string> Usernames(string displayName)
    {
        var folded = Fold(displayName);
        yield return folded;
        // An upper-case I is a lower-case l to the eye, and digits are letters.
        foreach (var one in "li")
            if (folded.Replace('0', 'o').Replace('1', one) is var alike && alike != folded) yield return alike;
        if (displayName.Contains('I', StringComparison.Ordinal) && Fold(displayName.Replace('I', 'l')) is var tall && tall != folded) yield return tall;
    }

    /// <summary>A name in lower-case ASCII where it looks like it; characters that look like none stay.</summary>
    public static string Fold(string name)
    {
        StringBuilder folded = new(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            if (Ascii(rune.Value) is { } letter) folded.Append(char.ToLowerInvariant(letter));
            else if (!IsInvisible(rune) && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol))
                folded.Append(Rune.ToLowerInvariant(rune).ToString());
        }
        return folded.ToString().Trim();
    }

    /// <summary>Whether nothing is to be seen of a character: joiners, fillers, tags, selectors, and what is no character.</summary>
    public static bool IsInvisible(Rune rune) => rune.Value switch
    {
        0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0 => true,
        >= 0x180B and <= 0x180F or >= 0xFE00 and <= 0xFE0F or >= 0xE0000 and <= 0xE0FFF or >= 0xFDD0 and <= 0xFDEF => true,
        var value when (value & 0xFFFE) == 0xFFFE => true,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control,
    };

    private static char? Ascii(int value) => value switch
    {
        < 0x80 => (char)value,
        // Full-width forms.
        >= 0xFF01 and <= 0xFF5E => (char)(value - 0xFF01 + '!'),
        // Mathematical alphabets: thirteen of letters, five of digits.
        >= 0x1D400 and <= 0x1D6A3 => (value - 0x1D400) % 52 is var at && at < 26 ? (char)('A' + at) : (char)('a' + at - 26),
        >= 0x1D7CE and <= 0x1D7FF => (char)('0' + (value - 0x1D7CE) % 10),
        // Letters in circles, brackets and squares.
        >= 0x24B6 and <= 0x24CF => (char)('a' + value - 0x24B6),
        >= 0x24D0 and <= 0x24E9 => (char)('a' + value - 0x24D0),
        >= 0x249C and <= 0x24B5 => (char)('a' + value - 0x249C),
        >= 0x1F130 and <= 0x1F149 => (char)('a' + value - 0x1F130),
        >= 0x1F150 and <= 0x1F169 => (char)('a' + value - 0x1F150),
        >= 0x1F170 and <= 0x1F189 => (char)('a' + value - 0x1F170),
        _ => Letters.TryGetValue(value, out var letter) ? letter : null,
    };

    private static FrozenDictionary<int, char> Pairs(string pairs)
    {
        Dictionary<int, char> letters = [];
        for (var i = 0; i < pairs.Length; i += 2) letters[pairs[i]] = pairs[i + 1];
        return letters.ToFrozenDictionary();
    }
}
