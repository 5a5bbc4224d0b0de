using System.Net;
using System.Net.Sockets;

namespace Bulletin.Bench.Load;

/// <summary>Loopback addresses for clients to connect from, since limits count by address.</summary>
internal static class Loopback
{
    /// <summary>A different address for each number.</summary>
    public static IPAddress Address(int number) => new([127, 1, (byte)(number >> 8), (byte)number]);

    /// <param name="from">The local address; null for the system's choice.</param>
    public static Socket Socket(IPAddress? from)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (from is not null) socket.Bind(new IPEndPoint(from, 0));
        return socket;
    }
}
