using Microsoft.AspNetCore.Connections;

namespace Bulletin.Api.Hosting;

/// <summary>
/// Limits the connections of this server, and those of each address. Takes the place of Kestrel's own limits, which close a
/// connection without an answer, count upgraded connections separately, and report neither.
/// </summary>
internal sealed partial class ConnectionLimit(int most, ConnectionsPerAddress addresses, ConnectionRefusals refusals, TimeProvider clock, ILogger<ConnectionLimit> logger)
{
    private readonly WarningInterval serverWarnings = new(clock);
    private readonly WarningInterval addressWarnings = new(clock);
    private int held;

    public async Task Admit(ConnectionContext connection, ConnectionDelegate next)
    {
        var address = addresses.Of(connection.RemoteEndPoint);
        if (Enter(address) is { } refused)
        {
            // Counts as held no longer: otherwise clients that keep trying would keep each other out.
            await refusals.Answer(connection, refused, next);
            return;
        }
        try
        {
            await next(connection);
        }
        finally
        {
            Leave(address);
        }
    }

    /// <returns>Null if the connection is admitted.</returns>
    private RefusedConnection? Enter(string? address)
    {
        if (address is not null && !addresses.TryEnter(address))
        {
            if (addressWarnings.IsDue()) LogAddressFull(address, addresses.Most);
            return RefusedConnection.Address;
        }
        if (Interlocked.Increment(ref held) <= most) return null;
        Leave(address);
        if (serverWarnings.IsDue()) LogServerFull(most);
        return RefusedConnection.Server;
    }

    private void Leave(string? address)
    {
        Interlocked.Decrement(ref held);
        if (address is not null) addresses.Leave(address);
    }

    [LoggerMessage(LogLevel.Warning, "This server has {Most} connections, as many as Http:MaxConnections allows; more are refused")]
    private partial void LogServerFull(int most);

    [LoggerMessage(LogLevel.Warning, "{Address} has {Most} connections, the most one address may have; more are refused. If it is a proxy, add it to ForwardedHeaders:KnownProxies")]
    private partial void LogAddressFull(string address, int most);
}
