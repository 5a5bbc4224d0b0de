using Bulletin.Api.Auth;
using Bulletin.Operations;

namespace Bulletin.Api.Limits;

/// <summary>
/// Spends for every request that no other limit counts: all that is asked by who is not known to be signed in, per address, and
/// what has no limit of its own, per user. So one stranger's requests leave room for everybody else's.
/// </summary>
/// <remarks>After routing. A try with a token that was not found good before counts, too.</remarks>
internal sealed class AnonymousLimit(RequestDelegate next, AllLimits limits, KnownTokens tokens)
{
    /// <summary>What is made while it is sent does not know its length beforehand.</summary>
    private const int UnknownLength = 32 * 1024;

    public Task InvokeAsync(HttpContext context)
    {
        if ((Caller.Of(context.User) ?? Known(context.Request)) is not { } caller) return Spend(context, ClientAddress.Of(context.Connection.RemoteIpAddress));
        return context.GetEndpoint()?.Metadata.GetMetadata<LimitedBy>() is null ? Spend(context, caller.LimitKey) : next(context);
    }

    /// <summary>Whose session only has to be looked at again.</summary>
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
