using System.Net;
using System.Net.Sockets;

namespace Bulletin.Bench.Load;

/// <summary>
/// An HTTP/1.1 connection that sends bytes made beforehand and looks at no more of an answer than its status and its end, so
/// that the load costs less than what is loaded.
/// </summary>
internal sealed class RawConnection(Uri server) : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] buffer = new byte[64 * 1024];

    public Task Open(CancellationToken cancellationToken) => socket.ConnectAsync(IPAddress.Parse(server.Host), server.Port, cancellationToken).AsTask();

    /// <returns>The status of the answer.</returns>
    /// <exception cref="IOException">The connection ended.</exception>
    public async ValueTask<int> Send(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        await socket.SendAsync(request, SocketFlags.None, cancellationToken);
        var filled = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(filled), SocketFlags.None, cancellationToken);
            if (read == 0) throw new IOException("The server closed the connection.");
            filled += read;
            if (Answer.Ends(buffer.AsSpan(0, filled), out var status, out var rest)) return status;
            if (rest is not { } missing) continue;

            // A long body: only its end matters.
            while (missing > 0)
            {
                read = await socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);
                if (read == 0) throw new IOException("The server closed the connection.");
                missing -= read;
            }
            return status;
        }
    }

    public void Dispose() => socket.Dispose();
}
