using System.ComponentModel.DataAnnotations;
using Bulletin.Api.Accounts;
using Bulletin.Api.Auth;
using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Responses;
using Bulletin.Grains;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Administration;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulletin.Api.Admin;

/// <summary>Accounts, for admins.</summary>
internal sealed class AdminUserEndpoints(IGrainFactory grains, PasswordLinks links, SessionCache sessions, SessionEndings endings, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder admin)
    {
        var endpoints = ActivatorUtilities.CreateInstance<AdminUserEndpoints>(admin.ServiceProvider);
        var users = admin.MapGroup("/users");
        users.MapGet("/", endpoints.ListAccounts).WithName(nameof(ListAccounts)).WithSummary("List accounts").LimitedPerUser(limits => limits.Searching);
        users.MapPost("/", endpoints.CreateAccount).WithName(nameof(CreateAccount)).WithSummary("Create an account for somebody")
            .WithDescription("Without a password: its owner sets one by the link, which is valid for 30 minutes.").LimitedPerUser(limits => limits.Writing).WithProblems(409);

        var user = users.MapGroup("/{userId:guid}").WithProblems(404);
        user.MapGet("/", endpoints.GetAccount).WithName(nameof(GetAccount)).WithSummary("Get an account, and what it has left on the site")
            .LimitedPerUser(limits => limits.Searching);
        user.MapPatch("/", endpoints.ChangeAccount).WithName(nameof(ChangeAccount)).WithSummary("Rename, promote, demote or suspend somebody")
            .LimitedPerUser(limits => limits.Writing).WithProblems(409);
        user.MapDelete("/", endpoints.RemoveAccount).WithName(nameof(RemoveAccount)).WithSummary("Remove an account")
            .WithDescription("Its messages remain, under an anonymous name.").LimitedPerUser(limits => limits.Writing).WithProblems(409);
        user.MapDelete("/sessions", endpoints.EndSessions).WithName(nameof(EndSessions)).WithSummary("Sign somebody out everywhere")
            .LimitedPerUser(limits => limits.Writing);
        user.MapPost("/password-reset", endpoints.MakePasswordLink).WithName(nameof(MakePasswordLink)).WithSummary("Make a link by which somebody can set a new password")
            .WithDescription("It works once, within 30 minutes, and replaces any earlier one. The address it is sent to is not stored.")
            .LimitedPerUser(limits => limits.Writing).WithProblems(409);
    }

    /// <param name="query">The beginning of a username, a display name or a word of one, ignoring case and accents.</param>
    /// <param name="role">`member`, `moderator` or `admin`.</param>
    /// <param name="state">`active`, `suspended` or `closed`.</param>
    /// <param name="createdAfter">An RFC 3339 time.</param>
    /// <param name="sort">`username` (the default), `created` or `lastSeen`; with a `-` in front in descending order. Not together with `query`.</param>
    /// <param name="limit">1–200. Defaults to 50.</param>
    /// <param name="cursor">The `next` of the previous page.</param>
    public async Task<ETagResult<AdminUserPageView>> ListAccounts(
        CancellationToken cancellationToken, [MaxLength(AdminQuery.MaxText)] string? query = null,
        [NamesOf(typeof(SiteRoles))] string? role = null, [NamesOf(typeof(AccountStates))] string? state = null, [Format(FormatAttribute.DateTime)] string? createdAfter = null,
        [AllowedValues("username", "-username", "created", "-created", "lastSeen", "-lastSeen")] string? sort = null, [Range(1, AdminQuery.MaxLimit)] int? limit = null, string? cursor = null)
    {
        var list = AdminCursor.List("users", query, role, state, createdAfter, sort);
        var asked = Query(query, role, state, createdAfter, sort, limit) with { After = AdminCursor.Decode(list, cursor) };
        var admin = grains.GetGrain<IAdminGrain>(0);
        var page = await AdminLists.Read(() => admin.Users(asked, CancellationToken.None), clock, cancellationToken);
        var now = clock.GetUtcNow();
        return ETagResult.Of(new AdminUserPageView([.. page.Items.Select(listed => AdminUserView.Of(listed, now))], AdminCursor.Encode(list, page.Next)));
    }

    public async Task<Created<AdminUserCreatedView>> CreateAccount(JsonBody<CreateUserRequest> body, HttpContext context, CancellationToken cancellationToken)
    {
        var actor = AdminCaller.Of(context);
        var link = links.New();
        var command = body.Value.ToCommand(actor, link.TokenHash, link.ExpiresAt);
        var user = (await grains.GetGrain<IAccountGrain>(Usernames.Key(command.Username)).Create(command, CancellationToken.None).InTime(cancellationToken)).OrThrow();
        ListedUser created = new(user, command.Role, Suspension: null, LastSeenAt: null, IsClosed: false, HasPassword: false);
        return TypedResults.Created($"/api/v1/admin/users/{user.Id}", new AdminUserCreatedView(AdminUserView.Of(created, clock.GetUtcNow()), new(link.Url, link.ExpiresAt, Sent: false)));
    }

    public async Task<ETagResult<AdminUserDetailsView>> GetAccount(Guid userId, CancellationToken cancellationToken) =>
        ETagResult.Of(AdminUserDetailsView.Of(await Find(userId, cancellationToken), clock.GetUtcNow()));

    public async Task<Ok<AdminUserView>> ChangeAccount(Guid userId, JsonBody<ChangeUserRequest> body, HttpContext context, CancellationToken cancellationToken)
    {
        var command = body.Value.ToCommand(userId, AdminCaller.Of(context), clock.GetUtcNow());
        await Change(userId, account => account.Administer(command, CancellationToken.None), endsSessions: command.Suspend is not null, cancellationToken);
        return TypedResults.Ok(await Read(userId, cancellationToken));
    }

    public async Task<NoContent> RemoveAccount(Guid userId, HttpContext context, CancellationToken cancellationToken)
    {
        var actor = AdminCaller.Of(context);
        await Change(userId, account => account.Remove(userId, actor, CancellationToken.None), endsSessions: true, cancellationToken);
        return TypedResults.NoContent();
    }

    public async Task<NoContent> EndSessions(Guid userId, HttpContext context, CancellationToken cancellationToken)
    {
        var actor = AdminCaller.Of(context);
        await Change(userId, account => account.EndSessions(userId, actor, CancellationToken.None), endsSessions: true, cancellationToken);
        return TypedResults.NoContent();
    }

    public async Task<Ok<PasswordLinkView>> MakePasswordLink(Guid userId, JsonBody<MakePasswordLinkRequest> body, HttpContext context, CancellationToken cancellationToken)
    {
        var sendTo = body.Value.Address();
        var user = (await Find(userId, cancellationToken)).User.User;
        return TypedResults.Ok(await links.Make(user, sendTo, AdminCaller.Of(context), cancellationToken));
    }

    private static UserQuery Query(string? query, string? role, string? state, string? createdAfter, string? sort, int? limit)
    {
        var fields = new ValidationErrors();
        var search = AdminQuery.Text(query, "query", fields);
        var order = AdminQuery.OneOf(sort, "sort", fields, ("username", UserOrder.Username), ("-username", UserOrder.UsernameDescending),
            ("created", UserOrder.Created), ("-created", UserOrder.CreatedDescending), ("lastSeen", UserOrder.LastSeen), ("-lastSeen", UserOrder.LastSeenDescending));
        fields.Require(search is null || sort is null, "sort", "Must not be given together with query.");
        var asked = new UserQuery(
            search, AdminQuery.Role(role, fields),
            AdminQuery.OneOf(state, "state", fields, (AccountStates.Active, AccountState.Active), (AccountStates.Suspended, AccountState.Suspended), (AccountStates.Closed, AccountState.Closed)),
            AdminQuery.Time(createdAfter, "createdAfter", fields), order ?? UserOrder.Username, AdminQuery.Limit(limit, fields), After: null);
        fields.ThrowIfAny();
        return asked;
    }

    /// <summary>Changes an account. Not retried: a repeated act would be recorded twice.</summary>
    private async Task Change(Guid userId, Func<IAccountGrain, Task<Outcome<Done>>> change, bool endsSessions, CancellationToken cancellationToken)
    {
        var key = Usernames.Key((await Find(userId, cancellationToken)).User.User.Username);
        try
        {
            (await change(grains.GetGrain<IAccountGrain>(key)).InTime(cancellationToken)).OrThrow();
            if (endsSessions) endings.Tell(userId);
        }
        finally
        {
            // Also after a lost answer: what is known of their sessions may be wrong.
            sessions.Forget(userId);
        }
    }

    private async Task<AdminUserView> Read(Guid userId, CancellationToken cancellationToken) =>
        AdminUserView.Of((await Find(userId, cancellationToken)).User, clock.GetUtcNow());

    /// <exception cref="ProblemException">With <c>user_not_found</c>.</exception>
    private async Task<UserDetails> Find(Guid userId, CancellationToken cancellationToken)
    {
        var admin = grains.GetGrain<IAdminGrain>(0);
        return (await GrainCalls.UntilSettled(() => admin.User(userId, CancellationToken.None), clock, cancellationToken)).OrThrow();
    }
}
