using System.Net;
using System.Net.Sockets;
using Bulletin.Grains;

namespace Bulletin.Api.Hosting;

/// <summary>Fails at once if a port is taken, instead of at the end of startup.</summary>
public static class FreePorts
{
    /// <exception cref="StartFailedException">Another process listens on a port.</exception>
    public static void RequireFreePorts(this WebApplication app)
    {
        var urls = app.Configuration[WebHostDefaults.ServerUrlsKey]?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [];
        foreach (var address in urls.Select(Parse).Where(address => address is { Port: > 0, IsUnixPipe: false })) Require(address);
    }

    private static BindingAddress Parse(string url)
    {
        try
        {
            return BindingAddress.Parse(url);
        }
        catch (FormatException wrong)
        {
            throw new StartFailedException($"can't listen on '{url}': it must be a URL such as http://127.0.0.1:8080. Choose another with --urls.", wrong);
        }
    }

    private static void Require(BindingAddress address)
    {
        var ip = IPAddress.TryParse(address.Host.Trim('[', ']'), out var parsed) ? parsed
            : address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
            : IPAddress.Any;
        try
        {
            using var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(ip, address.Port));
            socket.Listen(1);
        }
        catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied or SocketError.AddressNotAvailable)
        {
            throw new StartFailedException($"can't listen on {address}: {taken.Message.ToLowerInvariant()}. Choose another with --urls.", taken);
        }
    }
}
