using Bulletin.Api.Auth;
using Bulletin.Operations;

namespace Bulletin.Api.Limits;

/// <summary>
/// Spends for pages and files, for what anybody may ask, and for each try with a token that was not found good before. What
/// asks who is calling counts calls itself. Per address, so that one stranger's requests leave room for everybody else's.
/// </summary>
internal sealed class AnonymousLimit(RequestDelegate next, AllLimits limits, KnownTokens tokens)
{
    public Task InvokeAsync(HttpContext context) =>
        AsksWhoCalls(context.Request.Path) && BearerToken.TryRead(context.Request, out var token) && tokens.Find(token) is not null ? next(context) : Spend(context);

    /// <summary>Anything else answers a token and none alike.</summary>
    private static bool AsksWhoCalls(PathString path) => path.StartsWithSegments("/api") || path.StartsWithSegments("/hubs");

    private async Task Spend(HttpContext context)
    {
        var address = ClientAddress.Of(context.Connection.RemoteIpAddress);
        limits.Anonymous.Acquire(address).OrThrow();
        await next(context);
        if (context.Response.ContentLength is { } length) limits.Anonymous.ChargeBytes(address, length);
    }
}
