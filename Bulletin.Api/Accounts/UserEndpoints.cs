using System.ComponentModel.DataAnnotations;
using Bulletin.Api.Auth;
using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Members;
using Bulletin.Api.Responses;
using Bulletin.Grains;
using Bulletin.Grains.Accounts;
using Bulletin.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulletin.Api.Accounts;

/// <summary>User endpoints.</summary>
public static class UserEndpoints
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 100;

    public static RouteGroupBuilder MapUsers(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup("/users").WithTags("Users");
        users.MapPost("/", SignUp).WithName(nameof(SignUp)).WithSummary("Sign up")
            .AllowAnonymous().LimitedPerAddress(limits => limits.SignUp).WithProblems(403, 409);
        users.MapGet("/", ListUsers).WithName(nameof(ListUsers)).WithSummary("Find people by name")
            .LimitedPerUser(limits => limits.Searching);
        users.MapGet("/me", GetMe).WithName(nameof(GetMe)).WithSummary("Get the current user").LimitedPerUser(limits => limits.Reading);
        users.MapPatch("/me", ChangeMe).WithName(nameof(ChangeMe)).WithSummary("Change your display name")
            .LimitedPerUser(limits => limits.Writing).WithProblems(409);
        users.MapDelete("/me", CloseMe).WithName(nameof(CloseMe)).WithSummary("Close your account")
            .WithDescription("Your messages remain, under an anonymous name.").LimitedPerUser(limits => limits.Writing).WithProblems(409);
        users.MapPost("/me/password", ChangePassword).WithName(nameof(ChangePassword)).WithSummary("Change your password")
            .WithDescription("Ends all other sessions.").LimitedPerAddress(limits => limits.LogIn).WithProblems(403);
        users.MapGet("/{username}", GetUser).WithName(nameof(GetUser)).WithSummary("Get a user")
            .LimitedPerUser(limits => limits.Searching).WithProblems(404);
        return users;
    }

    private static async Task<Created<UserView>> SignUp(
        JsonBody<SignUpRequest> body, HttpContext context, AcceptedInvitations invitations, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var command = body.Value.ToCommand() with { Address = ClientAddress.Of(context.Connection.RemoteIpAddress) };
        var grain = grains.GetGrain<IAccountGrain>(Usernames.Key(command.Username));
        var user = (await grain.SignUp(command, CancellationToken.None).InHashingTime(cancellationToken)).OrThrow();
        if (command.InvitationHash is { } invitation) await invitations.TryAccept(invitation, user, cancellationToken);
        return TypedResults.Created($"/api/v1/users/{user.Username}", UserView.Of(user));
    }

    /// <param name="query">The beginning of a username, a display name or a word of one, ignoring case and accents. All people if not given.</param>
    /// <param name="limit">1–100. Defaults to 50.</param>
    /// <param name="cursor">The <c>next</c> of the previous page.</param>
    private static async Task<ETagResult<UserPageView>> ListUsers(
        IGrainFactory grains, CancellationToken cancellationToken, [MaxLength(AccountValidation.MaxDisplayName)] string? query = null, [Range(1, MaxLimit)] int? limit = null, string? cursor = null)
    {
        var prefix = query?.Trim() ?? "";
        var fields = new ValidationErrors();
        fields.Require(limit is null or (>= 1 and <= MaxLimit), "limit", "Must be between 1 and 100.");
        fields.RequireText(prefix, "query", 0, AccountValidation.MaxDisplayName);
        fields.ThrowIfAny();

        var size = limit ?? DefaultLimit;
        var after = cursor is null ? null : UserCursor.Decode(cursor, prefix);
        var found = await grains.GetGrain<IPeopleGrain>(0).Find(prefix, size, after, CancellationToken.None).InTime(cancellationToken);
        return ETagResult.Of(new UserPageView([.. found.Items.Select(UserView.Of)], found.Next is { } next ? UserCursor.Encode(next, prefix) : null));
    }

    /// <summary>Reads from the account grain, so changes made through another gateway show at once.</summary>
    private static async Task<ETagResult<MeView>> GetMe(
        HttpContext context, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        var caller = Caller.Required(context.User);
        var user = (await ProfileOf(caller.UsernameKey, grains, clock, cancellationToken)).Value;
        if (user?.Id != caller.UserId) throw new ProblemException(Problems.Unauthorized());
        return new(RenderedJson.Of(MeView.Of(user, Caller.ActorOf(context.User)))) { CacheControl = "no-store" };
    }

    private static async Task<Ok<MeView>> ChangeMe(
        JsonBody<ChangeMeRequest> body, HttpContext context, SessionCache sessions, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var actor = Caller.ActorOf(context.User);
        if (body.Value.DisplayName is not { } text) return TypedResults.Ok(MeView.Of(actor.User, actor));

        var fields = new ValidationErrors();
        var displayName = AccountValidation.DisplayName(text, fields);
        fields.ThrowIfAny();

        var caller = Caller.Required(context.User);
        var grain = grains.GetGrain<IAccountGrain>(caller.UsernameKey);
        var outcome = await grain.ChangeDisplayName(caller.UserId, displayName, CancellationToken.None).InTime(cancellationToken);
        sessions.Forget(caller.UserId);
        return TypedResults.Ok(MeView.Of(outcome.OrThrow(), actor));
    }

    private static async Task<NoContent> CloseMe(
        HttpContext context, SessionCache sessions, SessionEndings endings, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var caller = Caller.Required(context.User);
        var outcome = await grains.GetGrain<IAccountGrain>(caller.UsernameKey).Close(caller.UserId, CancellationToken.None).InTime(cancellationToken);
        sessions.Forget(caller.UserId);
        outcome.OrThrow();
        endings.Tell(caller.UserId);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> ChangePassword(
        JsonBody<ChangePasswordRequest> body, HttpContext context, SessionCache sessions, SessionEndings endings, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var caller = Caller.Required(context.User);
        var (current, next) = body.Value.Passwords(caller.UsernameKey);
        var grain = grains.GetGrain<IAccountGrain>(caller.UsernameKey);
        var outcome = await grain.ChangePassword(caller.UserId, caller.SessionId, current, next, CancellationToken.None).InHashingTime(cancellationToken);
        sessions.Forget(caller.UserId);
        // Not 401: clients would take the access token for invalid, refresh it and guess again.
        if (outcome.Refusal == Refusal.InvalidCredentials) throw new ProblemException(Problems.InvalidCredentials() with { Status = 403 });
        outcome.OrThrow();
        endings.Tell(caller.UserId);
        return TypedResults.NoContent();
    }

    private static async Task<ETagResult<UserView>> GetUser(string username, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!Usernames.IsValid(username)) throw new ProblemException(Problems.UserNotFound());
        return ETagResult.Of(UserView.Of((await ProfileOf(Usernames.Key(username), grains, clock, cancellationToken)).OrThrow()));
    }

    private static Task<Outcome<User>> ProfileOf(string usernameKey, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IAccountGrain>(usernameKey);
        return GrainCalls.UntilSettled(() => grain.Profile(CancellationToken.None), clock, cancellationToken);
    }
}

/// <summary>People, ordered by the matching part of their names, then by username.</summary>
/// <param name="Next">The cursor of the next page. Null on the last one.</param>
public sealed record UserPageView(IReadOnlyList<UserView> Items, string? Next);
