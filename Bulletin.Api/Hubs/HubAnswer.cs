using System.Buffers;
using System.Text.Json;
using Bulletin.Api.Limits;
using MessagePack;

namespace Bulletin.Api.Hubs;

/// <summary>
/// The answer to one call of a hub, as the bytes of its connection's protocol. It is written in small pieces: in one, the
/// pipe and the WebSocket would each hold a copy of it in a buffer of their own, twice as large.
/// </summary>
/// <param name="room">What the answer takes of <see cref="BytesInFlight"/> until it has been passed on; null for a small one.</param>
internal sealed class HubAnswer(byte[] bytes, IDisposable? room)
{
    private const int Piece = 4 * 1024;

    private const byte EndOfJson = 0x1E;
    private const int Completion = 3;
    private const int WithResult = 3;

    public IDisposable? Room => room;

    /// <summary>Writes the completion message that answers a call.</summary>
    public void WriteTo(IBufferWriter<byte> output, string invocationId, bool asJson)
    {
        if (asJson) WriteJson(output, invocationId);
        else WriteMessagePack(output, invocationId);
    }

    private void WriteJson(IBufferWriter<byte> output, string invocationId)
    {
        output.Write("{\"type\":3,\"invocationId\":"u8);
        output.Write(JsonSerializer.SerializeToUtf8Bytes(invocationId));
        output.Write(",\"result\":"u8);
        WriteResult(output);
        output.Write([(byte)'}', EndOfJson]);
    }

    /// <summary>After the length of the whole, as a number in groups of seven bits.</summary>
    private void WriteMessagePack(IBufferWriter<byte> output, string invocationId)
    {
        ArrayBufferWriter<byte> head = new();
        MessagePackWriter writer = new(head);
        writer.WriteArrayHeader(5);
        writer.Write(Completion);
        writer.WriteMapHeader(0);
        writer.Write(invocationId);
        writer.Write(WithResult);
        writer.Flush();

        for (var length = (uint)(head.WrittenCount + bytes.Length); ; length >>= 7)
        {
            var isLast = length < 0x80;
            output.Write([(byte)(isLast ? length : length & 0x7F | 0x80)]);
            if (isLast) break;
        }
        output.Write(head.WrittenSpan);
        WriteResult(output);
    }

    private void WriteResult(IBufferWriter<byte> output)
    {
        for (var at = 0; at < bytes.Length; at += Piece) output.Write(bytes.AsSpan(at, Math.Min(Piece, bytes.Length - at)));
    }
}
