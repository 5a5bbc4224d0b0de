using System.Buffers;
using System.Text.Json;
using Bulletin.Api.Contract;

namespace Bulletin.Api.Responses;

/// <summary>Writes a small answer in one piece, so that its length is known and it goes out with its head.</summary>
internal static class JsonAnswer
{
    /// <summary>What a thread keeps for its next answer; a larger buffer is let go.</summary>
    private const int Kept = 32 * 1024;

    [ThreadStatic] private static ArrayBufferWriter<byte>? buffer;
    [ThreadStatic] private static Utf8JsonWriter? writer;

    /// <summary>It goes out when the request ends.</summary>
    public static void Write<T>(HttpResponse response, T value)
    {
        var bytes = Serialize(value);
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = bytes.Length;
        response.BodyWriter.Write(bytes);
    }

    private static ReadOnlySpan<byte> Serialize<T>(T value)
    {
        if (buffer is null || buffer.Capacity > Kept)
        {
            buffer = new(1024);
            writer = new(buffer, new() { Encoder = BulletinJson.Options.Encoder, SkipValidation = true });
        }
        buffer.ResetWrittenCount();
        writer!.Reset(buffer);
        JsonSerializer.Serialize(writer, value, BulletinJson.Options);
        writer.Flush();
        return buffer.WrittenSpan;
    }
}
