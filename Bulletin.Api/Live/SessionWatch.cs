using Bulletin.Api.Auth;
using Bulletin.Api.Http;
using Microsoft.Extensions.Options;

namespace Bulletin.Api.Live;

/// <summary>Closes connections whose session has ended: a token is checked when it is shown, a connection goes on after it.</summary>
internal sealed partial class SessionWatch(
    LiveConnections connections, ISessionCheck sessions, IOptions<LiveOptions> options, TimeProvider clock, ILogger<SessionWatch> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(options.Value.SessionCheckSeconds), clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Check(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The gateway stops.
        }
    }

    private async Task Check(CancellationToken cancellationToken)
    {
        foreach (var connection in connections.All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (await sessions.IsLive(connection.Principal, cancellationToken)) continue;
                LogEnded(connection.Outbox.ConnectionId);
                connection.Outbox.Abort();
            }
            catch (Exception e) when (ProblemsOfExceptions.IsAway(e))
            {
                return; // Nobody can tell right now: the connections stay, and the next round asks again.
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Connection {ConnectionId} closed: its session has ended")]
    private partial void LogEnded(string connectionId);
}
