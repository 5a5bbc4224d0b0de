using System.Buffers;
using System.Text.Json;
using Bulletin.Api.Limits;
using MessagePack;

namespace Bulletin.Api.Hubs;

/// <summary>
/// The response to a hub call, as bytes in the connection's protocol. It is written in small pieces: written at once, the pipe
/// and the WebSocket would each buffer a copy, twice as large.
/// </summary>
/// <param name="room">The reservation in <see cref="BytesInFlight"/>, held until the response has been passed on. Null for a small response.</param>
internal sealed class HubAnswer(byte[] bytes, IDisposable? room)
{
    private const int ChunkSize = 4 * 1024;

    private const byte EndOfJson = 0x1E;
    private const int Completion = 3;
    private const int WithResult = 3;

    public IDisposable? Room => room;

    /// <summary>Writes the completion message of a call.</summary>
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

    /// <summary>Writes the message after its total length, a varint of seven bits per byte.</summary>
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
        for (var at = 0; at < bytes.Length; at += ChunkSize) output.Write(bytes.AsSpan(at, Math.Min(ChunkSize, bytes.Length - at)));
    }
}
