using System.Collections.Concurrent;
using System.Net;
using Bulletin.Operations;

namespace Bulletin.Api.Hosting;

/// <summary>
/// Limits each address to its share of the connections, so that no single one can use them all. Known proxies are exempt:
/// they carry everybody's connections, and must limit them themselves.
/// </summary>
internal sealed class ConnectionsPerAddress(int most, ForwardedHeadersOptions proxies)
{
    private readonly ConcurrentDictionary<string, int> held = new();

    public int Most => most;

    /// <summary>The address that a connection counts for, or null if it counts for none.</summary>
    public string? Of(EndPoint? remote) =>
        remote is IPEndPoint { Address: var address } && !IsProxy(address) ? ClientAddress.Of(address) : null;

    /// <returns>False if the address has its share already; it then must not leave.</returns>
    public bool TryEnter(string address)
    {
        if (held.AddOrUpdate(address, 1, (_, count) => count + 1) <= most) return true;
        Leave(address);
        return false;
    }

    public void Leave(string address)
    {
        if (held.AddOrUpdate(address, 0, (_, count) => count - 1) == 0) held.TryRemove(new(address, 0));
    }

    private bool IsProxy(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return proxies.KnownProxies.Contains(address) || proxies.KnownIPNetworks.Any(network => network.Contains(address));
    }
}
