using Bulletin.Api.Http;
using Bulletin.Api.Limits;

namespace Bulletin.Api.Hosting;

/// <summary>The feature of a connection that was not admitted: its first request is answered with a problem, whatever it asks for.</summary>
/// <param name="Reason">As in metrics.</param>
internal sealed record RefusedConnection(string Reason, Problem Problem)
{
    public static readonly RefusedConnection Server = new("server", Problems.TooManyConnections());
    public static readonly RefusedConnection Address = new("address", Problems.TooManyConnectionsOfAddress());
}

/// <summary>Answers the requests of connections that were not admitted.</summary>
public static class RefusedConnections
{
    /// <summary>The answer is delayed like other refusals, so that clients that come back at once occupy no core.</summary>
    public static void UseRefusedConnections(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.Features.Get<RefusedConnection>() is not { } refused) return next(context);
        // HTTP/2 knows no such header; there the connection ends with the time for an answer.
        if (!HttpProtocol.IsHttp2(context.Request.Protocol)) context.Response.Headers.Connection = "close";
        return DelayedRefusal.Answer(refused.Problem, context);
    });
}
