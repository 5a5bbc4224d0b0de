using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Bulletin.Clients;

/// <summary>
/// A connection to the hub by WebSocket alone, for what no client library does: it sends what it is told to, and reads only when
/// it is told to.
/// </summary>
internal sealed class WebSocketConnection : IDisposable
{
    private const char EndOfMessage = '\u001e';

    private WebSocketConnection() { }

    /// <summary>The first message on every connection that speaks JSON.</summary>
    public static string Handshake { get; } = Message(new { protocol = "json", version = 1 });

    public ClientWebSocket Socket { get; } = new();

    /// <summary>The hub's address, with the token that lets its owner in.</summary>
    public static Uri Address(Uri gateway, string token) =>
        new UriBuilder(gateway) { Scheme = "ws", Path = "/hubs/bulletin", Query = $"access_token={token}" }.Uri;

    public static async Task<WebSocketConnection> Open(
        Uri gateway, string token, CancellationToken cancellationToken, Action<ClientWebSocketOptions>? prepare = null)
    {
        WebSocketConnection connection = new();
        prepare?.Invoke(connection.Socket.Options);
        try
        {
            await connection.Socket.ConnectAsync(Address(gateway, token), cancellationToken);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>A message of the hub's, as it travels when JSON is spoken.</summary>
    public static string Message(object message) => JsonSerializer.Serialize(message) + EndOfMessage;

    /// <summary>Sends a frame with this text, which may be any number of messages or none.</summary>
    public Task Send(string text, CancellationToken cancellationToken) =>
        Socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    public Task Send(byte[] bytes, CancellationToken cancellationToken) =>
        Socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);

    /// <summary>Calls a method, and does not wait for the answer, which will bear the same id.</summary>
    public Task Call(string id, string method, object?[] arguments, CancellationToken cancellationToken) =>
        Send(Message(new { type = 1, invocationId = id, target = method, arguments }), cancellationToken);

    /// <summary>The next frame, whole.</summary>
    /// <exception cref="InvalidOperationException">The hub closed the connection.</exception>
    public async Task<byte[]> Receive(CancellationToken cancellationToken)
    {
        List<byte> all = [];
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var part = await Socket.ReceiveAsync(buffer, cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close) throw new InvalidOperationException($"The hub closed: {part.CloseStatusDescription}");
            all.AddRange(buffer.AsSpan(0, part.Count));
            if (part.EndOfMessage) return [.. all];
        }
    }

    public void Dispose() => Socket.Dispose();
}
