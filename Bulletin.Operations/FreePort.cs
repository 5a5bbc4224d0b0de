using System.Net;
using System.Net.Sockets;
using Bulletin.Grains;

namespace Bulletin.Operations;

/// <summary>Fails at once if a port is taken, and says which setting it comes from; the web server would say that last, and less.</summary>
public static class FreePort
{
    /// <param name="where">The address as the message names it.</param>
    /// <param name="setting">The setting to change.</param>
    /// <exception cref="StartFailedException">Another process listens there, or this one must not.</exception>
    public static void Require(IPEndPoint address, string where, string setting)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(address);
            socket.Listen(1);
        }
        catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied or SocketError.AddressNotAvailable)
        {
            throw new StartFailedException($"can't listen on {where}: {taken.Message.ToLowerInvariant()}. Choose another with --{setting}.", taken);
        }
    }

    /// <inheritdoc cref="Require(IPEndPoint, string, string)"/>
    public static void Require(OperationsPort operations)
    {
        if (operations.Port > 0) Require(new IPEndPoint(operations.Address, operations.Port), $"{operations.Url} (Metrics:Address, Metrics:Port)", "Metrics:Port");
    }
}
