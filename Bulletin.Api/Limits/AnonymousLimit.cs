using Bulletin.Api.Auth;
using Bulletin.Operations;

namespace Bulletin.Api.Limits;

/// <summary>
/// Spends for every request that nobody who is known to be signed in makes: pages and files, what anybody may ask, and each try
/// with a token that was not found good before. Per address, so that one stranger's requests leave room for everybody else's.
/// </summary>
internal sealed class AnonymousLimit(RequestDelegate next, AllLimits limits, KnownTokens tokens)
{
    public Task InvokeAsync(HttpContext context) =>
        BearerToken.TryRead(context.Request, out var token) && tokens.Find(token) is not null ? next(context) : Spend(context);

    private async Task Spend(HttpContext context)
    {
        var address = ClientAddress.Of(context.Connection.RemoteIpAddress);
        limits.Anonymous.Acquire(address).OrThrow();
        await next(context);
        if (context.Response.ContentLength is { } length) limits.Anonymous.ChargeBytes(address, length);
    }
}
