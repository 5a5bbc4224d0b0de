using Bulletin.Api.Http;
using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Accounts;

/// <summary>Validates the text fields of an account. Lengths are in characters: Unicode scalar values.</summary>
public static class AccountValidation
{
    public const int MaxDisplayName = 64;

    /// <summary>What <see cref="Usernames.IsValid"/> accepts, but for the length.</summary>
    internal const string UsernamePattern = "^[A-Za-z0-9._-]+$";

    /// <returns>The password, if no error was added. Passwords are hashed as typed, without Unicode normalization, so two encodings of an
    /// accented letter are two passwords: normalization needs ICU, which not every machine has, and all gateways must agree.</returns>
    public static string NewPassword(string? password, string? username, string field, ValidationErrors fields)
    {
        _ = fields.RequireText(password, field, PasswordLength.Min, PasswordLength.Max)
            && fields.Require(!CommonPasswords.Has(password!, username), field, "Must not be easy to guess.");
        return password ?? "";
    }

    /// <summary>Rejects names that suggest a server or its staff.</summary>
    public static string DisplayName(string text, ValidationErrors fields)
    {
        var name = text.Trim();
        _ = fields.RequireName(name, "displayName", MaxDisplayName)
            && fields.Require(!Usernames.IsReservedWord(name), "displayName", "Must not be a reserved name.");
        return name;
    }
}
