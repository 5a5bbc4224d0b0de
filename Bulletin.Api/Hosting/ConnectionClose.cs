using Microsoft.AspNetCore.Http;

namespace Bulletin.Api.Hosting;

/// <summary>
/// Whoever still asks a server that is about to go is answered, and told to take another connection: this one would soon be
/// closed, perhaps under the next request, which then had no answer.
/// </summary>
internal static class ConnectionClose
{
    public static void UseConnectionClose(this WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        app.Use((context, next) =>
        {
            // HTTP/2 says so in a frame of its own, and a WebSocket's handshake puts its own word here.
            if (stopping.IsCancellationRequested && HttpProtocol.IsHttp11(context.Request.Protocol)) context.Response.Headers.Connection = "close";
            return next(context);
        });
    }
}
