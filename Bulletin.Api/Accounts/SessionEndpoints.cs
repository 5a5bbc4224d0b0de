using Bulletin.Api.Auth;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Responses;
using Bulletin.Grains.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulletin.Api.Accounts;

/// <summary>Where somebody is signed in, and how they end that from afar.</summary>
public static class SessionEndpoints
{
    public static RouteGroupBuilder MapSessions(this IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapGroup("/users/me/sessions").WithTags("Users");
        sessions.MapGet("/", ListSessions).WithName(nameof(ListSessions)).WithSummary("List your sessions")
            .WithDescription("The most recently used first.").LimitedPerUser(limits => limits.Searching);
        sessions.MapDelete("/{sessionId:guid}", EndSession).WithName(nameof(EndSession)).WithSummary("End one of your sessions")
            .WithDescription("Its tokens are refused and its connections close. Ending the current session signs you out.")
            .LimitedPerUser(limits => limits.Writing).WithProblems(404);
        return sessions;
    }

    private static async Task<ETagResult<OwnSessionsView>> ListSessions(HttpContext context, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var caller = Caller.Required(context.User);
        var live = await grains.GetGrain<IAccountGrain>(caller.UsernameKey).Sessions(caller.UserId, CancellationToken.None).InTime(cancellationToken);
        return new(RenderedJson.Of(new OwnSessionsView([.. live.Select(session => OwnSessionView.Of(session, caller.SessionId))]))) { CacheControl = "no-store" };
    }

    private static async Task<NoContent> EndSession(
        Guid sessionId, HttpContext context, SessionCache sessions, SessionEndings endings, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var caller = Caller.Required(context.User);
        var grain = grains.GetGrain<IAccountGrain>(caller.UsernameKey);
        var outcome = await grain.EndSession(caller.UserId, sessionId, CancellationToken.None).InTime(cancellationToken);
        sessions.Forget(caller.UserId);
        outcome.OrThrow();
        endings.Tell(caller.UserId);
        return TypedResults.NoContent();
    }
}

/// <summary>The sessions of the current user, the most recently used first. There are few, so all are on one page.</summary>
public sealed record OwnSessionsView(IReadOnlyList<OwnSessionView> Items);

/// <param name="LastSeenAt">When it began or was last refreshed. A client in use refreshes its session before each access token expires.</param>
/// <param name="Client">Which client used it then, by its own account: <c>Firefox on Linux</c>, <c>curl/8.5.0</c>. Null if unknown.</param>
/// <param name="Address">From which IP address; for IPv6 its /64 network. Null if unknown.</param>
/// <param name="Current">Whether it is the session of this request.</param>
public sealed record OwnSessionView(Guid Id, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, string? Client, string? Address, bool Current)
{
    internal static OwnSessionView Of(SessionInfo session, Guid current) => new(
        session.Id, session.CreatedAt, session.LastSeenAt, ClientName.Of(session.Client), session.Address, session.Id == current);
}
