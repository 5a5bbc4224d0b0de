using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bulletin.Bench.Load;

/// <summary>
/// A hub connection over a bare WebSocket that looks at messages only as far as counting needs, so that thousands of them cost
/// less than the server that feeds them.
/// </summary>
internal sealed class LiveClient(Deliveries deliveries) : IDisposable
{
    private const byte EndOfMessage = 0x1e;

    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] buffer = new byte[4 * 1024];
    private int filled;
    private TaskCompletionSource? called;
    private bool paused;

    /// <summary>Ends when the server has closed the connection, or when it does not read any more.</summary>
    public Task Listening { get; private set; } = Task.CompletedTask;

    /// <param name="token">Null for a hub that lets everybody in.</param>
    public async Task Open(Uri server, string path, string? token)
    {
        await socket.ConnectAsync(IPAddress.Parse(server.Host), server.Port);
        var authorization = token is null ? "" : $"Authorization: Bearer {token}\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: bench\r\n{authorization}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: YnVsbGV0aW4tYmVuY2gtMQ==\r\n\r\n"));
        while (buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8) is var end)
        {
            if (end < 0)
            {
                await Receive();
                continue;
            }
            if (!buffer.AsSpan(0, filled).StartsWith("HTTP/1.1 101"u8)) throw new InvalidOperationException(Encoding.ASCII.GetString(buffer, 0, end));
            Forget(end + 4);
            break;
        }
        await Send("""{"protocol":"json","version":1}""");
        while (buffer.AsSpan(0, filled).IndexOf(EndOfMessage) is var end)
        {
            if (end >= 0)
            {
                Forget(end + 1);
                break;
            }
            await Receive();
        }
        Listening = Listen();
    }

    /// <summary>Calls the hub and waits for the answer.</summary>
    /// <param name="arguments">As JSON, with <c>,</c> between.</param>
    public async Task Call(string method, string arguments)
    {
        called = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await Send($$"""{"type":1,"invocationId":"1","target":"{{method}}","arguments":[{{arguments}}]}""");
        await called.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>Says that it is still there, as every client does.</summary>
    public Task Ping() => Send("""{"type":6}""");

    /// <summary>From now on it does not read.</summary>
    public void Pause() => Volatile.Write(ref paused, true);

    private async Task Send(string message)
    {
        // A client has to mask what it sends; a mask of zeros changes nothing.
        var length = Encoding.UTF8.GetByteCount(message) + 1;
        byte[] head = length < 126 ? [0x81, (byte)(0x80 | length), 0, 0, 0, 0] : [0x81, 0x80 | 126, (byte)(length >> 8), (byte)length, 0, 0, 0, 0];
        await socket.SendAsync((byte[])[.. head, .. Encoding.UTF8.GetBytes(message), EndOfMessage]);
    }

    private async Task Listen()
    {
        try
        {
            while (!Volatile.Read(ref paused))
            {
                Take();
                await Receive();
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            called?.TrySetException(e);
        }
    }

    private async ValueTask Receive()
    {
        if (filled == buffer.Length) Array.Resize(ref buffer, buffer.Length * 4);
        var read = await socket.ReceiveAsync(buffer.AsMemory(filled), SocketFlags.None);
        if (read == 0) throw new IOException("The server closed the connection.");
        filled += read;
    }

    /// <summary>Looks at each whole message, the head of its frame before it, and keeps the rest.</summary>
    private void Take()
    {
        var rest = buffer.AsSpan(0, filled);
        while (rest.IndexOf(EndOfMessage) is >= 0 and var end)
        {
            var message = rest[..end];
            if (message[..Math.Min(message.Length, 24)].IndexOf("\"type\":3"u8) >= 0) Answered(message);
            else deliveries.Take(message);
            rest = rest[(end + 1)..];
        }
        Forget(filled - rest.Length);
    }

    private void Answered(ReadOnlySpan<byte> answer)
    {
        if (answer[..Math.Min(answer.Length, 64)].IndexOf("\"error\":"u8) >= 0) called?.TrySetException(new InvalidOperationException(Encoding.UTF8.GetString(answer)));
        else called?.TrySetResult();
    }

    private void Forget(int bytes)
    {
        buffer.AsSpan(bytes, filled - bytes).CopyTo(buffer);
        filled -= bytes;
    }

    public void Dispose() => socket.Dispose();
}
