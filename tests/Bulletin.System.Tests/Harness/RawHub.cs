using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using MessagePack;

namespace Bulletin.SystemTests.Harness;

/// <summary>A hub connection that sends MessagePack as its test wrote it, which no library would.</summary>
internal sealed class RawHub : IDisposable
{
    private const int Invocation = 1;
    private const int Completion = 3;

    private readonly ClientWebSocket _socket = new();
    private int _calls;

    public static async Task<RawHub> Of(Person person)
    {
        var raw = new RawHub();
        var address = new UriBuilder(person.Api.Server) { Scheme = "ws", Path = "/hubs/bulletin", Query = $"access_token={person.Token}" };
        await raw._socket.ConnectAsync(address.Uri, TestContext.Current.CancellationToken);
        await raw.Send(Encoding.UTF8.GetBytes("{\"protocol\":\"messagepack\",\"version\":1}\u001e"));
        Assert.Equal("{}\u001e", Encoding.UTF8.GetString(await raw.Receive()));
        return raw;
    }

    /// <summary>Calls <c>PostMessage</c> with these bytes as the post.</summary>
    /// <returns>The error, or null when it was posted.</returns>
    public async Task<string?> Post(Guid topic, byte[] post)
    {
        var call = $"{++_calls}";
        await Send(Framed(call, topic, post));
        while (true)
        {
            if (Error(await Receive(), call) is (true, var error)) return error;
        }
    }

    private static byte[] Framed(string call, Guid topic, byte[] post)
    {
        var body = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(body);
        writer.WriteArrayHeader(6);
        writer.Write(Invocation);
        writer.WriteMapHeader(0);
        writer.Write(call);
        writer.Write("PostMessage");
        writer.WriteArrayHeader(2);
        writer.Write(topic.ToString());
        writer.WriteRaw(post);
        writer.WriteArrayHeader(0);
        writer.Flush();

        var framed = new List<byte>();
        var length = (uint)body.WrittenCount;
        for (; length >= 0x80; length >>= 7) framed.Add((byte)(length | 0x80));
        framed.Add((byte)length);
        framed.AddRange(body.WrittenSpan);
        return [.. framed];
    }

    /// <summary>Whether a frame holds this call's answer, and the error in it. Pings and other answers are passed over.</summary>
    private static (bool IsAnswer, string? Error) Error(byte[] frame, string call)
    {
        for (var at = 0; at < frame.Length;)
        {
            var (length, shift) = (0, 0);
            byte part;
            do
            {
                part = frame[at++];
                length |= (part & 0x7F) << shift;
                shift += 7;
            }
            while (part >= 0x80);

            var reader = new MessagePackReader(frame.AsMemory(at, length));
            at += length;
            reader.ReadArrayHeader();
            if (reader.ReadInt32() != Completion) continue;
            reader.Skip();
            if (reader.ReadString() != call) continue;
            return (true, reader.ReadInt32() == 1 ? reader.ReadString() : null);
        }

        return (false, null);
    }

    private Task Send(byte[] bytes) =>
        _socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, TestContext.Current.CancellationToken);

    private async Task<byte[]> Receive()
    {
        var all = new List<byte>();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
            if (part.MessageType == WebSocketMessageType.Close) throw new InvalidOperationException($"The hub closed: {part.CloseStatusDescription}");
            all.AddRange(buffer.AsSpan(0, part.Count));
            if (part.EndOfMessage) return [.. all];
        }
    }

    public void Dispose() => _socket.Dispose();
}
