using Bulletin.Api.Auth;
using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Grains;
using Bulletin.Grains.Accounts;
using Bulletin.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulletin.Api.Accounts;

/// <summary>Session endpoints. Calls that consume or change something are never retried: they are not idempotent.</summary>
public static class SignInEndpoints
{
    /// <summary>Tokens that a failed sign-in costs; a successful one costs 1. This slows down guessing without slowing down a busy office.</summary>
    private const double FailureCost = 10;

    public static RouteGroupBuilder MapSignIn(this IEndpointRouteBuilder routes)
    {
        var auth = routes.MapGroup("/auth").WithTags("Sign-in");
        auth.MapPost("/login", LogIn).WithName(nameof(LogIn)).WithSummary("Sign in")
            .WithDescription("Answers the same, after the same time, whether the username or the password is wrong. Only with the right password does a suspended account learn why it can't sign in.")
            .AllowAnonymous().LimitedPerAddress(limits => limits.LogIn).WithProblems(401, 403);
        auth.MapPost("/refresh", Refresh).WithName(nameof(Refresh)).WithSummary("Refresh a session")
            .WithDescription("Exchanges the refresh token for a new one. The last token used may be sent again for 30 seconds, in case the answer was lost, and gets the same answer. Any other used token ends its session.")
            .AllowAnonymous().LimitedPerAddress(limits => limits.Refreshing).WithProblems(401);
        auth.MapPost("/logout", LogOut).WithName(nameof(LogOut)).WithSummary("Sign out")
            .WithDescription("Answers the same if the session has already ended.").LimitedPerUser(limits => limits.Writing).WithProblems(401);
        return auth;
    }

    private static async Task<Ok<SessionView>> LogIn(
        JsonBody<LogInRequest> body, HttpContext context, IGrainFactory grains, AccessTokens tokens, AllLimits limits, SignInLog log, CancellationToken cancellationToken)
    {
        var (key, password) = body.Value.Credentials();
        var address = ClientAddress.Of(context.Connection.RemoteIpAddress);
        var session = await grains.GetGrain<IAccountGrain>(key).LogIn(new LogIn(password, address, context.Request.Headers.UserAgent), CancellationToken.None).InHashingTime(cancellationToken);
        if (session.Refusal is Refusal.InvalidCredentials or Refusal.TooManyAttempts or Refusal.AccountSuspended) log.Refused(address, session.Refusal);
        if (session.Refusal is Refusal.InvalidCredentials or Refusal.TooManyAttempts)
            limits.LogIn.Charge(address, FailureCost - 1);
        return Answer(context, Issued(session.OrThrow(), tokens));
    }

    private static async Task<Ok<SessionView>> Refresh(
        JsonBody<RefreshRequest> body, HttpContext context, IGrainFactory grains, AccessTokens tokens, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IAccountGrain>(body.Value.Parsed().UsernameKey);
        RefreshSession command = new(body.Value.RefreshToken!, ClientAddress.Of(context.Connection.RemoteIpAddress), context.Request.Headers.UserAgent);
        var session = await grain.Refresh(command, CancellationToken.None)
            // If it was spent after all, the token spent last may be sent again.
            .OrOlder(() => grain.Refresh(command.RefreshToken, CancellationToken.None), cancellationToken)
            .InTime(cancellationToken);
        return Answer(context, Issued(session.OrThrow(), tokens));
    }

    /// <summary>Ends only the caller's own sessions: another user's token is treated like a forged one.</summary>
    private static async Task<NoContent> LogOut(
        JsonBody<RefreshRequest> body, HttpContext context, IGrainFactory grains, SessionCache sessions, SessionEndings endings, CancellationToken cancellationToken)
    {
        var caller = Caller.Required(context.User);
        if (body.Value.Parsed().UsernameKey != caller.UsernameKey) throw new ProblemException(Problems.InvalidCredentials());

        var grain = grains.GetGrain<IAccountGrain>(caller.UsernameKey);
        var outcome = await grain.LogOut(body.Value.RefreshToken!, CancellationToken.None).InTime(cancellationToken);
        sessions.Forget(caller.UserId);
        outcome.OrThrow();
        endings.Tell(caller.UserId);
        return TypedResults.NoContent();
    }

    private static SessionView Issued(Session session, AccessTokens tokens) =>
        SessionView.Of(session, tokens.Issue(session.Actor.User, session.Id), tokens.Lifetime);

    private static Ok<SessionView> Answer(HttpContext context, SessionView session)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(session);
    }
}
