using System.Globalization;
using System.Text;
using Bulletin.Api.Http;

namespace Bulletin.Api.Accounts;

/// <summary>What the texts of an account may be. Lengths are in characters: Unicode scalar values.</summary>
public static class AccountRules
{
    public const int MinPassword = 8;
    public const int MaxPassword = 256;
    public const int MaxDisplayName = 64;

    /// <returns>The password, if nothing was noted. It is hashed as typed: two spellings of one accented letter are two passwords,
    /// since the tables that would tell (ICU's) are not on every machine, and what one gateway takes another must take too.</returns>
    public static string NewPassword(string? password, string? username, string field, Fields fields)
    {
        _ = fields.RequireText(password, field, MinPassword, MaxPassword)
            && fields.Require(!CommonPasswords.Has(password!, username), field, "Is among the first that anybody would guess.");
        return password ?? "";
    }

    /// <summary>One visible line, in which nothing turns the text around it.</summary>
    public static string DisplayName(string text, Fields fields)
    {
        var name = text.Trim();
        _ = fields.RequireText(name, "displayName", 1, MaxDisplayName)
            && fields.Require(!name.EnumerateRunes().Any(IsControl), "displayName", "Holds control characters.")
            && fields.Require(!Fields.IsBlank(name), "displayName", "Is blank.");
        return name;
    }

    private static bool IsControl(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069;
}
