using System.Security.Claims;
using Bulletin.Api.Http;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;
using Bulletin.Operations;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Bulletin.Api.Auth;

/// <summary>
/// The user that a valid token identifies. All requests and connections with the same token share one; its actor is updated at
/// every check of the session.
/// </summary>
internal sealed class Caller : ClaimsIdentity
{
    private volatile Actor? _latest;

    private Caller(ClaimsIdentity identity, Guid userId, Guid sessionId, string usernameKey, DateTime expires) : base(identity)
    {
        UserId = userId;
        LimitKey = userId.ToString();
        SessionId = sessionId;
        UsernameKey = usernameKey;
        Expires = expires;
        Principal = new ClaimsPrincipal(this);
        Admission = new Admitted(AuthenticateResult.Success(new(Principal, new() { ExpiresUtc = expires }, JwtBearerDefaults.AuthenticationScheme)));
    }

    public Guid UserId { get; }

    /// <summary>The key under which rate limits count the user.</summary>
    public string LimitKey { get; }

    public Guid SessionId { get; }

    /// <summary>The key of the account's grain.</summary>
    public string UsernameKey { get; }

    /// <summary>In UTC.</summary>
    public DateTime Expires { get; }

    public ClaimsPrincipal Principal { get; }

    /// <summary>Tells a connection when its token expires. Shared by all connections with this token.</summary>
    public IAuthenticateResultFeature Admission { get; }

    /// <summary>Null until the first check of the session.</summary>
    public Actor? Latest
    {
        get => _latest;
        set => _latest = value;
    }

    /// <returns>Null if the token lacks a claim that all of ours have.</returns>
    public static Caller? From(JsonWebToken token, ClaimsIdentity identity) =>
        Guid.TryParse(token.Subject, out var userId)
        && token.TryGetPayloadValue<string>(JwtRegisteredClaimNames.Sid, out var sid) && Guid.TryParse(sid, out var sessionId)
        && token.TryGetPayloadValue<string>(JwtRegisteredClaimNames.Name, out var name) && Usernames.IsValid(name)
            ? new(identity, userId, sessionId, Usernames.Key(name), token.ValidTo)
            : null;

    public static Caller? Of(ClaimsPrincipal principal) => principal.Identity as Caller;

    /// <exception cref="ProblemException">With <c>unauthorized</c>: nobody is signed in.</exception>
    public static Caller Required(ClaimsPrincipal principal) => Of(principal) ?? throw new ProblemException(Problems.Unauthorized());

    /// <summary>The person behind a request or a connection, as of the last check of the session.</summary>
    /// <exception cref="ProblemException">With <c>unauthorized</c>: nobody is signed in.</exception>
    public static Actor ActorOf(ClaimsPrincipal principal) => Of(principal)?.Latest ?? throw new ProblemException(Problems.Unauthorized());

    /// <summary>The person behind a request, for what they may do by their office: such acts are recorded with their origin.</summary>
    /// <exception cref="ProblemException">With <c>unauthorized</c>: nobody is signed in.</exception>
    public static Actor ActorOf(HttpContext context)
    {
        var actor = ActorOf(context.User);
        return actor.IsModerator
            ? actor with { Origin = new Origin(ClientAddress.Of(context.Connection.RemoteIpAddress), ProblemResult.TraceOf(context), IsAdminApi: false) }
            : actor;
    }

    private sealed class Admitted(AuthenticateResult result) : IAuthenticateResultFeature
    {
        public AuthenticateResult? AuthenticateResult
        {
            get => result;
            set => throw new NotSupportedException("It is shared.");
        }
    }
}
