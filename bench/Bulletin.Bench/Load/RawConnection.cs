using System.Net;
using System.Net.Sockets;

namespace Bulletin.Bench.Load;

/// <summary>
/// An HTTP/1.1 connection that sends prepared bytes and parses only the status and the end of a response, so that the load
/// generator costs less than the server.
/// </summary>
/// <param name="from">The local address; null for the system's choice.</param>
internal sealed class RawConnection(Uri server, IPAddress? from = null) : IDisposable
{
    private readonly Socket socket = Loopback.Socket(from);
    private readonly byte[] buffer = new byte[64 * 1024];

    public Task Open(CancellationToken cancellationToken) => socket.ConnectAsync(IPAddress.Parse(server.Host), server.Port, cancellationToken).AsTask();

    /// <returns>The status of the response.</returns>
    /// <exception cref="IOException">The connection was closed.</exception>
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
            if (rest is not { } missing)
            {
                if (filled > buffer.Length / 2) filled = KeepTheEnds(filled);
                continue;
            }

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

    /// <summary>For a long chunked body, keeps only the header before it and its end.</summary>
    private int KeepTheEnds(int filled)
    {
        const int end = 8;
        var head = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8) + 4;
        buffer.AsSpan(filled - end, end).CopyTo(buffer.AsSpan(head));
        return head + end;
    }

    public void Dispose() => socket.Dispose();
}
