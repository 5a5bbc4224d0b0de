using System.Net;
using System.Net.Sockets;

namespace Bulletin.Operations;

/// <summary>Whose address a request comes from, as limits count it.</summary>
public static class ClientAddress
{
    private const int NetworkBytes = 8;

    /// <summary>An IPv4 address as it is; of an IPv6 one the /64, since that is what one household is given.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null) return "none";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address.ToString();

        Span<byte> bytes = stackalloc byte[16];
        _ = address.TryWriteBytes(bytes, out _);
        bytes[NetworkBytes..].Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
