using System.Security.Claims;
using Bulletin.Api.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Bulletin.Api.Auth;

/// <summary>
/// What Bulletin adds to bearer authentication: where a token may be, that its session must be live, and errors as problems.
/// </summary>
internal sealed class BearerEvents(KnownTokens tokens, SessionCache sessions) : JwtBearerEvents
{
    /// <summary>The key under which a request keeps the problem that prevented the check of its session.</summary>
    private static readonly object Outage = new();

    public override Task MessageReceived(MessageReceivedContext context)
    {
        if (!BearerToken.TryRead(context.Request, out var token))
        {
            context.NoResult();
            return Task.CompletedTask;
        }
        context.Token = token.ToString();
        return tokens.Find(token) is { } caller ? Admit(context, caller) : Task.CompletedTask;
    }

    public override Task TokenValidated(TokenValidatedContext context)
    {
        if (context.Principal?.Identity is not ClaimsIdentity identity
            || context.SecurityToken is not JsonWebToken token
            || Caller.From(token, identity) is not { } caller)
        {
            context.Fail("The token is missing a claim.");
            return Task.CompletedTask;
        }
        tokens.Add(token.EncodedToken, caller);
        return Admit(context, caller);
    }

    /// <summary>A session that could not be checked is an outage, not an invalid token: a client that gets 401 signs its user out.</summary>
    public override Task Challenge(JwtBearerChallengeContext context)
    {
        context.HandleResponse();
        var http = context.HttpContext;
        if (http.Items.TryGetValue(Outage, out var outage)) return new ProblemResult((Problem)outage!).ExecuteAsync(http);

        // RFC 6750: no error code for a request without a token.
        http.Response.Headers.WWWAuthenticate = context.AuthenticateFailure is null ? "Bearer" : "Bearer error=\"invalid_token\"";
        return new ProblemResult(Problems.Unauthorized()).ExecuteAsync(http);
    }

    public override Task Forbidden(ForbiddenContext context) => new ProblemResult(Problems.NotAllowed()).ExecuteAsync(context.HttpContext);

    private async Task Admit(ResultContext<JwtBearerOptions> context, Caller caller)
    {
        try
        {
            if (await sessions.Check(caller, context.HttpContext.RequestAborted) is null)
            {
                context.Fail("The session has ended.");
                return;
            }
            // A connection ends with its token, even if the token was verified before.
            context.Properties.ExpiresUtc = caller.Expires;
            context.Principal = caller.Principal;
            context.Success();
        }
        catch (ProblemException outage)
        {
            context.HttpContext.Items[Outage] = outage.Problem;
            context.NoResult();
        }
    }
}
