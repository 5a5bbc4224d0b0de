using System.ComponentModel.DataAnnotations;
using System.Net.Mail;
using Bulletin.Api.Accounts;
using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Admin;

/// <param name="Username">3–32 ASCII letters, digits, <c>.</c>, <c>_</c> or <c>-</c>. Unique, ignoring case.</param>
/// <param name="DisplayName">1–64 characters of any script. Defaults to the username.</param>
/// <param name="Role"><c>member</c> (the default), <c>moderator</c> or <c>admin</c>.</param>
public sealed record CreateUserRequest(
    [property: Required, Length(Usernames.MinLength, Usernames.MaxLength), RegularExpression(AccountValidation.UsernamePattern)] string? Username = null,
    [property: Length(1, AccountValidation.MaxDisplayName)] string? DisplayName = null,
    [property: NamesOf(typeof(SiteRoles))] string? Role = null)
{
    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public CreateAccount ToCommand(Actor actor, byte[] tokenHash, DateTimeOffset expiresAt)
    {
        var fields = new ValidationErrors();
        fields.Require(Usernames.IsValid(Username), "username", "Must be 3 to 32 ASCII letters, digits, dots, underscores or hyphens.");
        var displayName = DisplayName is null ? null : AccountValidation.DisplayName(DisplayName, fields);
        var role = AdminQuery.Role(Role, fields);
        fields.ThrowIfAny();
        return new(Username!, displayName, role ?? SiteRole.Member, actor, tokenHash, expiresAt);
    }
}

/// <summary>Missing fields stay unchanged.</summary>
/// <param name="DisplayName">1–64 characters of any script.</param>
/// <param name="Role"><c>member</c>, <c>moderator</c> or <c>admin</c>.</param>
public sealed record ChangeUserRequest(
    [property: Length(1, AccountValidation.MaxDisplayName)] string? DisplayName = null, [property: NamesOf(typeof(SiteRoles))] string? Role = null)
{
    /// <summary>Suspends the account, or changes its suspension. Null lifts it.</summary>
    public SuspendRequest? Suspended
    {
        get;
        // Only called if the field is there: that tells null from nothing.
        init
        {
            field = value;
            Lifts = value is null;
        }
    }

    internal bool Lifts { get; private init; }

    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public AdministerAccount ToCommand(Guid userId, Actor actor, DateTimeOffset now)
    {
        var fields = new ValidationErrors();
        var displayName = DisplayName is null ? null : AccountValidation.DisplayName(DisplayName, fields);
        var role = AdminQuery.Role(Role, fields);
        var suspend = Suspended?.ToSuspend(now, fields);
        fields.ThrowIfAny();
        return new(userId, actor, displayName, role, suspend, Lifts);
    }
}

/// <param name="Until">When the suspension ends (RFC 3339). When it is lifted, if not given.</param>
/// <param name="Reason">1–500 characters. Shown to the person when they try to sign in.</param>
public sealed record SuspendRequest(
    [property: Format(FormatAttribute.DateTime)] string? Until = null, [property: Required, Length(1, SuspendRequest.MaxReason)] string? Reason = null)
{
    internal const int MaxReason = 500;

    internal Suspend ToSuspend(DateTimeOffset now, ValidationErrors fields)
    {
        var reason = Reason?.Trim();
        fields.RequireText(reason, "suspended.reason", 1, MaxReason);
        var until = AdminQuery.Time(Until, "suspended.until", fields);
        fields.Require(until is not { } end || end > now, "suspended.until", "Must be in the future.");
        return new(until, reason ?? "");
    }
}

/// <param name="SendTo">An e-mail address to send the link to. It is not stored.</param>
public sealed record MakePasswordLinkRequest([property: Format(FormatAttribute.Email), MaxLength(MakePasswordLinkRequest.MaxAddress)] string? SendTo = null)
{
    internal const int MaxAddress = 254;

    /// <returns>Null if the link is not to be sent.</returns>
    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public string? Address()
    {
        var fields = new ValidationErrors();
        fields.Require(SendTo is not { } to || to.Length <= MaxAddress && MailAddress.TryCreate(to, out var parsed) && parsed.Address == to,
            "sendTo", "Must be an e-mail address.");
        fields.ThrowIfAny();
        return SendTo;
    }
}
