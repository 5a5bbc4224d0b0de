using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Bulletin.Grains.Cluster;

/// <summary>Where a silo listens for the rest of its cluster: no wider than it has to, since its ports know no passwords.</summary>
internal static class ListeningAddress
{
    public static IPAddress Of(BulletinClusterOptions cluster) => Of(cluster, Machine());

    /// <param name="machine">The addresses of this machine.</param>
    public static IPAddress Of(BulletinClusterOptions cluster, IReadOnlySet<IPAddress> machine)
    {
        if (cluster.ListenAddress is { Length: > 0 } chosen) return IPAddress.Parse(chosen);
        if (IPAddress.IsLoopback(cluster.Address) || machine.Contains(cluster.Address)) return cluster.Address;
        // Translated on the way here: the machine does not know it, nor we by which of its own it comes in.
        return cluster.Address.AddressFamily is AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;
    }

    private static HashSet<IPAddress> Machine() =>
        [.. NetworkInterface.GetAllNetworkInterfaces().SelectMany(network => network.GetIPProperties().UnicastAddresses).Select(unicast => unicast.Address)];
}
