using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Bulletin.Grains.Cluster;

/// <summary>
/// The address on which a silo listens for its cluster: as narrow as possible, because its ports have no authentication by default.
/// </summary>
internal static class ListeningAddress
{
    public static IPAddress Of(BulletinClusterOptions cluster) => Of(cluster, Machine());

    /// <param name="machine">The addresses of this machine.</param>
    public static IPAddress Of(BulletinClusterOptions cluster, IReadOnlySet<IPAddress> machine)
    {
        if (cluster.ListenAddress is { Length: > 0 } chosen) return IPAddress.Parse(chosen);
        if (IPAddress.IsLoopback(cluster.Address) || machine.Contains(cluster.Address)) return cluster.Address;
        // Behind address translation: the machine does not have this address, and which of its own receives the traffic is
        // unknown.
        return cluster.Address.AddressFamily is AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;
    }

    private static HashSet<IPAddress> Machine() =>
        [.. NetworkInterface.GetAllNetworkInterfaces().SelectMany(network => network.GetIPProperties().UnicastAddresses).Select(unicast => unicast.Address)];
}
