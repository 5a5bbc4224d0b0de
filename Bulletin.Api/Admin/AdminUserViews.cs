using Bulletin.Api.Contract;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Administration;

namespace Bulletin.Api.Admin;

/// <summary>An account as admins see it.</summary>
/// <param name="Role"><c>member</c>, <c>moderator</c> or <c>admin</c>.</param>
/// <param name="State"><c>active</c>, <c>suspended</c>, or <c>closed</c>: only an anonymous name is left.</param>
/// <param name="Suspension">Null unless suspended.</param>
/// <param name="LastSeenAt">When they last signed in or refreshed a session, to some minutes. Null if never.</param>
/// <param name="HasPassword">False until the owner of an account that an admin has created sets one.</param>
public sealed record AdminUserView(
    Guid Id, string Username, string DisplayName, DateTimeOffset CreatedAt,
    [property: NamesOf(typeof(SiteRoles))] string Role, [property: NamesOf(typeof(AccountStates))] string State, SuspensionView? Suspension, DateTimeOffset? LastSeenAt, bool HasPassword)
{
    public static AdminUserView Of(ListedUser listed, DateTimeOffset now)
    {
        var (user, suspension) = (listed.User, listed.Suspension is { } suspended && !suspended.IsOver(now) ? listed.Suspension : null);
        return new(
            user.Id, user.Username, user.DisplayName, user.CreatedAt, SiteRoles.Text(listed.Role),
            listed.IsClosed ? AccountStates.Closed : suspension is null ? AccountStates.Active : AccountStates.Suspended,
            suspension is null ? null : SuspensionView.Of(suspension), listed.LastSeenAt, listed.HasPassword);
    }
}

/// <param name="Until">When it ends. Null: when it is lifted.</param>
/// <param name="Reason">Shown to the person when they try to sign in.</param>
public sealed record SuspensionView(DateTimeOffset Since, DateTimeOffset? Until, string Reason)
{
    public static SuspensionView Of(Suspension suspension) => new(suspension.Since, suspension.Until, suspension.Reason);
}

/// <summary>The states of an account as clients see them.</summary>
internal static class AccountStates
{
    public const string Active = "active", Suspended = "suspended", Closed = "closed";
}

/// <param name="Next">The cursor of the next page. Null on the last one.</param>
public sealed record AdminUserPageView(IReadOnlyList<AdminUserView> Items, string? Next);

/// <summary>An account, and what it has left on the site.</summary>
public sealed record AdminUserDetailsView(AdminUserView User, UserTracesView Traces)
{
    public static AdminUserDetailsView Of(UserDetails details, DateTimeOffset now) => new(AdminUserView.Of(details.User, now), UserTracesView.Of(details.Traces));
}

/// <summary>Each is at most 100, which means 100 or more.</summary>
public sealed record UserTracesView(int Messages, int TopicsCreated, int Memberships, int OpenReports)
{
    public static UserTracesView Of(UserTraces traces) => new(traces.Messages, traces.TopicsCreated, traces.Memberships, traces.OpenReports);
}

/// <summary>A new account. Its owner sets a password by the link.</summary>
public sealed record AdminUserCreatedView(AdminUserView User, PasswordLinkView Link);

/// <summary>A link by which a password can be set, once. It is shown only here.</summary>
/// <param name="Url">The page of the web client. Relative to the server's address, unless its operator has configured that.</param>
/// <param name="Sent">Whether it was sent by mail.</param>
public sealed record PasswordLinkView([property: Format(FormatAttribute.RelativeUri)] string Url, DateTimeOffset ExpiresAt, bool Sent);
