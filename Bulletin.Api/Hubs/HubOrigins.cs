using Bulletin.Api.Http;

namespace Bulletin.Api.Hubs;

/// <summary>
/// Which web pages may open the hub: this server's own, and those that <c>Cors:Origins</c> names. Browsers say on a WebSocket
/// whose page it is, but hold nobody back themselves. What is no browser says nothing, and needs its token all the same.
/// </summary>
public static class HubOrigins
{
    public static void UseHubOrigins(this WebApplication app)
    {
        var named = (app.Configuration.GetSection("Cors:Origins").Get<string[]>() ?? []).ToHashSet(StringComparer.OrdinalIgnoreCase);
        app.Use((context, next) =>
        {
            if (!context.Request.Path.StartsWithSegments("/hubs") || context.Request.Headers.Origin is not { Count: > 0 } origin) return next(context);
            if (origin is [{ } one] && (named.Contains(one) || IsOwn(one, context.Request.Host))) return next(context);
            throw new ProblemException(Problems.NotAllowed() with { Detail = "This origin is not allowed to connect." });
        });
    }

    /// <summary>By host and port: whether it is HTTPS ends at a proxy, which need not say so.</summary>
    private static bool IsOwn(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page)
        && (page.Scheme == Uri.UriSchemeHttp || page.Scheme == Uri.UriSchemeHttps)
        && string.Equals(page.Host, host.Host, StringComparison.OrdinalIgnoreCase)
        && page.Port == (host.Port ?? (page.Scheme == Uri.UriSchemeHttps ? 443 : 80));
}
