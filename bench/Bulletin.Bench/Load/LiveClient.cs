using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bulletin.Bench.Load;

/// <summary>
/// A hub connection over a bare WebSocket that parses messages only as far as counting requires, so that thousands of them cost
/// less than the server that sends to them.
/// </summary>
/// <param name="from">The local address; null for the system's choice.</param>
internal sealed class LiveClient(Deliveries deliveries, IPAddress? from = null) : IDisposable
{
    private readonly Socket socket = Loopback.Socket(from);
    private byte[] buffer = new byte[4 * 1024];
    private int filled;
    private TaskCompletionSource? called;
    private bool paused;

    /// <summary>Completes when the server has closed the connection or the client is paused.</summary>
    public Task Listening { get; private set; } = Task.CompletedTask;

    /// <param name="token">Null for a hub without authentication.</param>
    public async Task Open(Uri server, string path, string? token)
    {
        await socket.ConnectAsync(IPAddress.Parse(server.Host), server.Port);
        await socket.SendAsync(HubFrames.Upgrade(path, token));
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
        await socket.SendAsync(HubFrames.Handshake);
        while (buffer.AsSpan(0, filled).IndexOf(HubFrames.EndOfMessage) is var end)
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

    /// <summary>Calls the hub and waits for the response.</summary>
    /// <param name="arguments">As JSON, separated by <c>,</c>.</param>
    public async Task Call(string method, string arguments)
    {
        called = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await socket.SendAsync(HubFrames.Call(method, arguments));
        await called.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>Sends the keep-alive that every client sends.</summary>
    public async Task Ping() => await socket.SendAsync(HubFrames.Ping);

    /// <summary>Stops reading.</summary>
    public void Pause() => Volatile.Write(ref paused, true);

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

    /// <summary>Processes each complete message, including its frame header, and keeps the rest.</summary>
    private void Take()
    {
        var rest = buffer.AsSpan(0, filled);
        while (rest.IndexOf(HubFrames.EndOfMessage) is >= 0 and var end)
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
