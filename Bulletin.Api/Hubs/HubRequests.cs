using Bulletin.Api.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bulletin.Api.Hubs;

/// <summary>Which requests reach the hub.</summary>
public static class HubRequests
{
    /// <summary>
    /// Restricts the web pages that may open the hub to this server's own and those listed in <c>Cors:Origins</c>. Browsers send the
    /// origin with a WebSocket but do not enforce it. Other clients send no origin, and need a token all the same.
    /// </summary>
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

    /// <summary>Compares host and port only: TLS may end at a proxy that does not forward the scheme.</summary>
    private static bool IsOwn(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page)
        && (page.Scheme == Uri.UriSchemeHttp || page.Scheme == Uri.UriSchemeHttps)
        && string.Equals(page.Host, host.Host, StringComparison.OrdinalIgnoreCase)
        && page.Port == (host.Port ?? (page.Scheme == Uri.UriSchemeHttps ? 443 : 80));

    /// <summary>Rejects transports other than WebSockets with a problem, like every refused request. SignalR would return plain text.</summary>
    public static void UseWebSocketsOnly(this WebApplication app) => app.Use((context, next) =>
        !context.Request.Path.StartsWithSegments("/hubs") || IsWebSocket(context) || IsNegotiation(context.Request)
            ? next(context)
            : throw new ProblemException(Problems.Malformed("The hub accepts WebSocket connections only.")));

    private static bool IsWebSocket(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest == true && context.Request.Headers.Upgrade.Contains("websocket", StringComparer.OrdinalIgnoreCase)
        || context.Features.Get<IHttpExtendedConnectFeature>()?.IsExtendedConnect == true;

    private static bool IsNegotiation(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Path.Value!.EndsWith("/negotiate", StringComparison.OrdinalIgnoreCase);
}
