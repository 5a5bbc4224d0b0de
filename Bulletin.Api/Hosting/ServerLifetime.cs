using Bulletin.Grains.Storage;
using Bulletin.Operations;

namespace Bulletin.Api.Hosting;

/// <summary>What a server says when it is ready and when it stops.</summary>
internal static class ServerLifetime
{
    /// <summary>Prints the server's address once it can serve a browser, and how to create the first admin if there is none.</summary>
    public static void AnnounceWhenReady(this WebApplication app)
    {
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var operations = app.Services.GetRequiredService<OperationsPort>();
            var notices = app.Services.GetRequiredService<Notices>();
            notices.Say($"Bulletin is ready at {string.Join(", ", app.Urls.Where(url => !operations.IsAt(url)))}");
            // A gateway without a silo has no storage to look into.
            if (app.Services.GetRequiredService<ServerOptions>().Role is not ServerRole.Gateway)
                _ = AdminNotice.SayIfThereIsNone(
                    app.Services, "script/createsuperuser, or Bulletin.Silo admin create NAME, with the same settings as this server", notices.Say, app.Lifetime.ApplicationStopping);
        });
    }

    /// <summary>
    /// A stopping server still answers requests, and asks clients to use another connection. Otherwise the connection could be
    /// closed during the next request, which would get no response.
    /// </summary>
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
