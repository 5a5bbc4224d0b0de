using Bulletin.Api.Auth;
using Bulletin.Api.Fanout;
using Microsoft.Extensions.Options;

namespace Bulletin.Api.Connections;

/// <summary>Closes connections whose session has ended: a connection outlives the token check made when it opened.</summary>
internal sealed partial class EndedSessions(
    LiveConnections connections, SessionCache sessions, IOptions<LiveOptions> options, TimeProvider clock, ILogger<EndedSessions> logger) : BackgroundService
{
    private const int AtOnce = 64;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        void Look(Guid userId) => _ = Check(connections.All.Where(connection => connection.SendQueue.UserId == userId), stoppingToken);
        sessions.MayHaveEnded += Look;
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(options.Value.SessionCheckSeconds), clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Check(connections.All, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The gateway is stopping.
        }
        finally
        {
            sessions.MayHaveEnded -= Look;
        }
    }

    /// <summary>Many sessions at once, so that those of a silo that does not answer delay the others little.</summary>
    private Task Check(IEnumerable<LiveConnection> some, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        some.GroupBy(connection => Caller.Of(connection.Principal)?.SessionId),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
        async (session, cancelled) => await CheckOne(session, cancelled));

    /// <param name="some">Of one session: the first of them asks, and the others take its answer.</param>
    private async Task CheckOne(IEnumerable<LiveConnection> some, CancellationToken cancellationToken)
    {
        foreach (var connection in some)
        {
            try
            {
                if (await sessions.IsLive(connection.Principal, cancellationToken)) continue;
                LogEnded(connection.SendQueue.ConnectionId);
                connection.SendQueue.Abort();
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                LogNotLooked(e, connection.SendQueue.ConnectionId);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Could not check the session of connection {ConnectionId}")]
    private partial void LogNotLooked(Exception reason, string connectionId);

    [LoggerMessage(LogLevel.Information, "Connection {ConnectionId} closed: its session has ended")]
    private partial void LogEnded(string connectionId);
}
