using System.Net;
using System.Net.Sockets;
using Bulletin.Bench.Load;

namespace Bulletin.Bench.Abusers;

/// <summary>A client that sends and never reads. Its receive buffer is as small as possible, so the server must hold its responses.</summary>
internal sealed class SilentConnection : IDisposable
{
    private const int MinBuffer = 4 * 1024;

    private readonly Socket socket;

    private SilentConnection(Socket socket) => this.socket = socket;

    public static async Task<SilentConnection> Open(Uri server, CancellationToken cancellationToken)
    {
        SilentConnection connection = new(Loopback.Socket(Abuser.Address));
        connection.socket.ReceiveBufferSize = MinBuffer;
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

    /// <summary>Also works for the hub, which processes what follows the upgrade before the client has read the upgrade's response.</summary>
    public async Task Send(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        await socket.SendAsync(bytes, SocketFlags.None, cancellationToken);

    public void Dispose() => socket.Dispose();
}
