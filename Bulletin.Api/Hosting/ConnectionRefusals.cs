using System.Diagnostics.Metrics;
using Bulletin.Grains;
using Microsoft.AspNetCore.Connections;

namespace Bulletin.Api.Hosting;

/// <summary>
/// Answers the connections that are refused, and counts them. Only so many at once and each only for a short time: they come on
/// top of the connections that the server can take. Those beyond that are closed without an answer.
/// </summary>
internal sealed class ConnectionRefusals
{
    public const int AtOnce = 500;

    /// <summary>Enough for a request to arrive from anywhere, after which nothing keeps a client from sending nothing.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    private readonly TimeProvider clock;
    private int answering;
    private long byServer;
    private long byAddress;

    public ConnectionRefusals(IMeterFactory meters, TimeProvider clock)
    {
        this.clock = clock;
        meters.Create(BulletinTelemetry.Name).CreateObservableCounter(
            "bulletin.connections.refused", Counted, "{connection}", "Connections refused because this server, or an address, has as many as it may have");
    }

    /// <summary>Lets the pipeline answer one request: see <see cref="RefusedConnection"/>.</summary>
    public async Task Answer(ConnectionContext connection, RefusedConnection refused, ConnectionDelegate next)
    {
        Interlocked.Increment(ref refused == RefusedConnection.Server ? ref byServer : ref byAddress);
        try
        {
            if (Interlocked.Increment(ref answering) > AtOnce)
            {
                connection.Abort(new ConnectionAbortedException("Too many connections are being refused."));
                return;
            }
            connection.Features.Set(refused);
            using CancellationTokenSource timeout = new(AnswerWithin, clock);
            await using var abort = timeout.Token.UnsafeRegister(
                static state => ((ConnectionContext)state!).Abort(new ConnectionAbortedException("The refused connection sent no request in time.")), connection);
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref answering);
        }
    }

    private Measurement<long>[] Counted() =>
    [
        new(Interlocked.Read(ref byServer), new KeyValuePair<string, object?>("reason", RefusedConnection.Server.Reason)),
        new(Interlocked.Read(ref byAddress), new KeyValuePair<string, object?>("reason", RefusedConnection.Address.Reason)),
    ];
}
