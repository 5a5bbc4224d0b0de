using Bulletin.Api.Auth;
using Bulletin.Operations;

namespace Bulletin.Api.Limits;

/// <summary>
/// Limits the requests that no other limit covers: unauthenticated requests, per address, and requests to endpoints without
/// a limit of their own, per user. One anonymous client therefore cannot starve the others.
/// </summary>
/// <remarks>Runs after routing. Requests with a token that has not been validated before count as unauthenticated.</remarks>
internal sealed class AnonymousLimit(RequestDelegate next, AllLimits limits, KnownTokens tokens)
{
    /// <summary>The size charged for streamed responses, which have no known length.</summary>
    private const int UnknownLength = 32 * 1024;

    public Task InvokeAsync(HttpContext context)
    {
        if ((Caller.Of(context.User) ?? Known(context.Request)) is not { } caller) return Spend(context, ClientAddress.Of(context.Connection.RemoteIpAddress));
        return context.GetEndpoint()?.Metadata.GetMetadata<LimitedBy>() is null ? Spend(context, caller.LimitKey) : next(context);
    }

    /// <summary>Finds the caller of a known token whose session has yet to be checked again.</summary>
    private Caller? Known(HttpRequest request) => BearerToken.TryRead(request, out var token) ? tokens.Find(token) : null;

    private async Task Spend(HttpContext context, string whose)
    {
        var answer = limits.Anonymous.Acquire(whose);
        if (answer.RetryAfter is not null)
        {
            await DelayedRefusal.Answer(answer, context);
            return;
        }
        await next(context);
        if (context.Response.StatusCode == StatusCodes.Status200OK) limits.Anonymous.ChargeBytes(whose, context.Response.ContentLength ?? UnknownLength);
    }
}
