using System.Buffers;
using System.Text;
using MessagePack;

namespace Bulletin.SystemTests.Harness;

/// <summary>A hub connection that sends MessagePack as its test wrote it, which no library would.</summary>
internal sealed class RawHub : IDisposable
{
    private const int Invocation = 1;
    private const int Completion = 3;

    private readonly WebSocketConnection _connection;
    private int _calls;

    private RawHub(WebSocketConnection connection) => _connection = connection;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<RawHub> Of(Person person)
    {
        var connection = await WebSocketConnection.Open(person.Api.Server, person.Token, Cancelled);
        await connection.Send(WebSocketConnection.Message(new { protocol = "messagepack", version = 1 }), Cancelled);
        Assert.Equal("{}\u001e", Encoding.UTF8.GetString(await connection.Receive(Cancelled)));
        return new RawHub(connection);
    }

    /// <summary>Calls <c>PostMessage</c> with these bytes as the post.</summary>
    /// <returns>The error, or null when it was posted.</returns>
    public async Task<string?> Post(Guid topic, byte[] post)
    {
        var call = $"{++_calls}";
        await _connection.Send(Framed(call, topic, post), Cancelled);
        while (true)
        {
            if (Error(await _connection.Receive(Cancelled), call) is (true, var error)) return error;
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

    public void Dispose() => _connection.Dispose();
}
