using System.Net;
using System.Net.Sockets;

namespace Bulletin.Processes;

/// <summary>Free ports of the loopback address.</summary>
internal static class Ports
{
    /// <summary>Held together while they are chosen, so that no two are the same.</summary>
    public static int[] Free(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        try
        {
            foreach (var listener in listeners) listener.Start();
            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in listeners) listener.Dispose();
        }
    }

    public static int Free() => Free(1)[0];
}
