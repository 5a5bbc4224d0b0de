using Bulletin.Api.Http;
using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Accounts;

/// <summary>What the texts of an account may be. Lengths are in characters: Unicode scalar values.</summary>
public static class AccountValidation
{
    public const int MinPassword = 8;
    public const int MaxPassword = 256;
    public const int MaxDisplayName = 64;

    /// <returns>The password, if nothing was noted. It is hashed as typed: two spellings of one accented letter are two passwords,
    /// since the tables that would tell (ICU's) are not on every machine, and what one gateway takes another must take too.</returns>
    public static string NewPassword(string? password, string? username, string field, ValidationErrors fields)
    {
        _ = fields.RequireText(password, field, MinPassword, MaxPassword)
            && fields.Require(!CommonPasswords.Has(password!, username), field, "Must not be easy to guess.");
        return password ?? "";
    }

    /// <summary>Not what a server or its staff would be called.</summary>
    public static string DisplayName(string text, ValidationErrors fields)
    {
        var name = text.Trim();
        _ = fields.RequireName(name, "displayName", MaxDisplayName)
            && fields.Require(!Usernames.IsReservedWord(name), "displayName", "Must not be a reserved name.");
        return name;
    }
}
