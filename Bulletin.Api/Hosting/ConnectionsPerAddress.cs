using System.Collections.Concurrent;
using System.Net;
using Bulletin.Operations;
using Microsoft.AspNetCore.Connections;

namespace Bulletin.Api.Hosting;

/// <summary>
/// Limits each address to its share of the connections, so that no single one can use them all. Known proxies are exempt:
/// they carry everybody's connections, and must limit them themselves.
/// </summary>
internal sealed partial class ConnectionsPerAddress(int most, ForwardedHeadersOptions proxies, TimeProvider clock, ILogger<ConnectionsPerAddress> logger)
{
    private static readonly TimeSpan WarnEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, int> held = new();
    private long warnedAt;

    public async Task Admit(ConnectionContext connection, ConnectionDelegate next)
    {
        if (connection.RemoteEndPoint is not IPEndPoint { Address: var address } || IsProxy(address))
        {
            await next(connection);
            return;
        }
        var whose = ClientAddress.Of(address);
        try
        {
            if (held.AddOrUpdate(whose, 1, (_, count) => count + 1) <= most) await next(connection);
            else
            {
                Warn(whose);
                connection.Abort(new ConnectionAbortedException("This address has too many connections."));
            }
        }
        finally
        {
            if (held.AddOrUpdate(whose, 0, (_, count) => count - 1) == 0) held.TryRemove(new(whose, 0));
        }
    }

    private bool IsProxy(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return proxies.KnownProxies.Contains(address) || proxies.KnownIPNetworks.Any(network => network.Contains(address));
    }

    private void Warn(string address)
    {
        var last = Interlocked.Read(ref warnedAt);
        if (last != 0 && clock.GetElapsedTime(last) < WarnEvery || Interlocked.CompareExchange(ref warnedAt, clock.GetTimestamp(), last) != last) return;
        LogTooMany(address, most);
    }

    [LoggerMessage(LogLevel.Warning, "{Address} has {Most} connections, the most one address may have; more are refused. If it is a proxy, add it to ForwardedHeaders:KnownProxies")]
    private partial void LogTooMany(string address, int most);
}
