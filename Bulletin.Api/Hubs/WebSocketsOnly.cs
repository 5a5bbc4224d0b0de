using Bulletin.Api.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bulletin.Api.Hubs;

/// <summary>Rejects transports other than WebSockets with a problem, like every refused request. SignalR would return plain text.</summary>
public static class WebSocketsOnly
{
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
