namespace Bulletin.Api.Hosting;

/// <summary>
/// A stopping server still answers requests, and asks clients to use another connection. Otherwise the connection could be
/// closed during the next request, which would get no response.
/// </summary>
internal static class ConnectionClose
{
    public static void UseConnectionClose(this WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        app.Use((context, next) =>
        {
            // HTTP/2 sends a GOAWAY frame instead, and a WebSocket handshake sets its own Connection header.
            if (stopping.IsCancellationRequested && HttpProtocol.IsHttp11(context.Request.Protocol)) context.Response.Headers.Connection = "close";
            return next(context);
        });
    }
}
