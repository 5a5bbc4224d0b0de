using System.ComponentModel.DataAnnotations;
using Bulletin.Api.Http;
using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Accounts;

/// <param name="Username">3–32 ASCII letters, digits, <c>.</c>, <c>_</c> or <c>-</c>. Unique, ignoring case.</param>
/// <param name="Password">8–256 characters. Common passwords are refused.</param>
/// <param name="DisplayName">1–64 characters of any script. Defaults to the username.</param>
/// <param name="Invitation">The token of an invitation to a private topic, which the site may require. It is accepted at once.</param>
public sealed record SignUpRequest(
    [property: Required, Length(Usernames.MinLength, Usernames.MaxLength), RegularExpression(AccountValidation.UsernamePattern)] string? Username = null,
    [property: Required, Length(PasswordLength.Min, PasswordLength.Max)] string? Password = null,
    [property: Length(1, AccountValidation.MaxDisplayName)] string? DisplayName = null,
    string? Invitation = null)
{
    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public SignUp ToCommand()
    {
        var fields = new ValidationErrors();
        fields.Require(Usernames.IsValid(Username), "username",
            "Must be 3 to 32 ASCII letters, digits, dots, underscores or hyphens.");
        var password = AccountValidation.NewPassword(Password, Username, "password", fields);
        var displayName = DisplayName is null ? null : AccountValidation.DisplayName(DisplayName, fields);
        fields.ThrowIfAny();
        return new(Username!, password, displayName, InvitationHash: Invitation is null ? null : SecretToken.Hash(Invitation));
    }
}

public sealed record LogInRequest(
    [property: Required, MaxLength(PasswordLength.Max)] string? Username = null, [property: Required, MaxLength(PasswordLength.Max)] string? Password = null)
{
    /// <returns>The credentials to try. Does not reveal whether they can be valid.</returns>
    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public (string UsernameKey, string Password) Credentials()
    {
        var fields = new ValidationErrors();
        fields.RequireText(Username, "username", 0, PasswordLength.Max);
        fields.RequireText(Password, "password", 0, PasswordLength.Max);
        fields.ThrowIfAny();
        return (Usernames.KeyToTry(Username!), Password!);
    }
}

/// <param name="RefreshToken">From the latest sign-in or refresh of this session.</param>
public sealed record RefreshRequest([property: Required] string? RefreshToken = null)
{
    /// <exception cref="ProblemException">With <c>validation_failed</c> if the token is missing, <c>invalid_credentials</c> if it is malformed.</exception>
    public RefreshToken Parsed()
    {
        var fields = new ValidationErrors();
        fields.Require(RefreshToken is not null, "refreshToken", "Is required.");
        fields.ThrowIfAny();
        return Bulletin.Grains.Accounts.RefreshToken.TryParse(RefreshToken) ?? throw new ProblemException(Problems.InvalidCredentials());
    }
}

/// <param name="DisplayName">1–64 characters of any script. Unchanged if not given.</param>
public sealed record ChangeMeRequest([property: Length(1, AccountValidation.MaxDisplayName)] string? DisplayName = null);

/// <param name="NewPassword">8–256 characters. Common passwords are refused.</param>
public sealed record ChangePasswordRequest(
    [property: Required, MaxLength(PasswordLength.Max)] string? CurrentPassword = null, [property: Required, Length(PasswordLength.Min, PasswordLength.Max)] string? NewPassword = null)
{
    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public (string Current, string New) Passwords(string username)
    {
        var fields = new ValidationErrors();
        fields.RequireText(CurrentPassword, "currentPassword", 0, PasswordLength.Max);
        var next = AccountValidation.NewPassword(NewPassword, username, "newPassword", fields);
        fields.ThrowIfAny();
        return (CurrentPassword!, next);
    }
}
