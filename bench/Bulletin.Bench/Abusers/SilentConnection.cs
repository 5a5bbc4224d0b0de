using System.Net;
using System.Net.Sockets;
using Bulletin.Bench.Load;

namespace Bulletin.Bench.Abusers;

/// <summary>A client that sends and never reads, and has as little room as it may for what it is sent: the server has to hold that.</summary>
internal sealed class SilentConnection : IDisposable
{
    private const int LeastRoom = 4 * 1024;

    private readonly Socket socket;

    private SilentConnection(Socket socket) => this.socket = socket;

    public static async Task<SilentConnection> Open(Uri server, CancellationToken cancellationToken)
    {
        SilentConnection connection = new(Loopback.Socket(Abuser.Address));
        connection.socket.ReceiveBufferSize = LeastRoom;
        try
        {
            await connection.socket.ConnectAsync(IPAddress.Parse(server.Host), server.Port, cancellationToken);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Also for the hub: it takes what follows the upgrade without waiting for anybody to read that it agrees.</summary>
    public async Task Send(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        await socket.SendAsync(bytes, SocketFlags.None, cancellationToken);

    public void Dispose() => socket.Dispose();
}
