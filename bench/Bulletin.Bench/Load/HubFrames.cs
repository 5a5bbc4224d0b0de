using System.Text;

namespace Bulletin.Bench.Load;

/// <summary>The frames that a hub client sends, as bytes.</summary>
internal static class HubFrames
{
    public const byte EndOfMessage = 0x1e;

    public static byte[] Handshake { get; } = Message("""{"protocol":"json","version":1}""");

    /// <summary>The keep-alive that every client sends.</summary>
    public static byte[] Ping { get; } = Message("""{"type":6}""");

    /// <param name="token">Null for a hub without authentication.</param>
    public static byte[] Upgrade(string path, string? token)
    {
        var authorization = token is null ? "" : $"Authorization: Bearer {token}\r\n";
        return Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: bench\r\n{authorization}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: YnVsbGV0aW4tYmVuY2gtMQ==\r\n\r\n");
    }

    /// <param name="arguments">As JSON, separated by <c>,</c>.</param>
    public static byte[] Call(string method, string arguments) =>
        Message($$"""{"type":1,"invocationId":"1","target":"{{method}}","arguments":[{{arguments}}]}""");

    private static byte[] Message(string message)
    {
        // Clients must mask their frames; a mask of zeros changes nothing.
        var length = Encoding.UTF8.GetByteCount(message) + 1;
        byte[] head = length < 126 ? [0x81, (byte)(0x80 | length), 0, 0, 0, 0] : [0x81, 0x80 | 126, (byte)(length >> 8), (byte)length, 0, 0, 0, 0];
        return [.. head, .. Encoding.UTF8.GetBytes(message), EndOfMessage];
    }
}
