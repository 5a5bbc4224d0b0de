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

    /// <returns>The password as it is hashed.</returns>
    public static string NewPassword(string? password, string? username, string field, Fields fields)
    {
        _ = fields.RequireText(password, field, MinPassword, MaxPassword)
            && fields.Require(!CommonPasswords.Has(password!, username), field, "Is among the first that anybody would guess.");
        return fields.IsEmpty ? Normal(password!) : "";
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

    /// <summary>Two keyboards may spell the same letter in two ways (NIST SP 800-63B, 5.1.1.2): to the hash it is one.</summary>
    public static string Normal(string password) => password.Normalize(NormalizationForm.FormC);

    private static bool IsControl(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069;
}
