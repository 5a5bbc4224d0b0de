using System.Security.Claims;
using Bulletin.Api.Http;
using Bulletin.Grains.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Bulletin.Api.Auth;

/// <summary>
/// Whom a valid token speaks for. One for all requests and connections that come with the same token; its actor is brought
/// up to date whenever the session is looked at.
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

    /// <summary>Under which limits count the user.</summary>
    public string LimitKey { get; }

    public Guid SessionId { get; }

    /// <summary>The key of the account's grain.</summary>
    public string UsernameKey { get; }

    /// <summary>In UTC.</summary>
    public DateTime Expires { get; }

    public ClaimsPrincipal Principal { get; }

    /// <summary>By this a connection knows when it ends: with its token. The same for all that come with it.</summary>
    public IAuthenticateResultFeature Admission { get; }

    /// <summary>Null until the session was looked at for the first time.</summary>
    public Actor? Latest
    {
        get => _latest;
        set => _latest = value;
    }

    /// <returns>Null when the token lacks what all of ours have.</returns>
    public static Caller? From(JsonWebToken token, ClaimsIdentity identity) =>
        Guid.TryParse(token.Subject, out var userId)
        && token.TryGetPayloadValue<string>(JwtRegisteredClaimNames.Sid, out var sid) && Guid.TryParse(sid, out var sessionId)
        && token.TryGetPayloadValue<string>(JwtRegisteredClaimNames.Name, out var name) && Usernames.IsValid(name)
            ? new(identity, userId, sessionId, Usernames.Key(name), token.ValidTo)
            : null;

    public static Caller? Of(ClaimsPrincipal principal) => principal.Identity as Caller;

    /// <summary>The person that a request or a connection speaks for, as of the last check of its session.</summary>
    /// <exception cref="ProblemException">With <c>unauthorized</c>: nobody is signed in.</exception>
    public static Actor ActorOf(ClaimsPrincipal principal) => Of(principal)?.Latest ?? throw new ProblemException(Problems.Unauthorized());

    private sealed class Admitted(AuthenticateResult result) : IAuthenticateResultFeature
    {
        public AuthenticateResult? AuthenticateResult
        {
            get => result;
            set => throw new NotSupportedException("It is shared.");
        }
    }
}
