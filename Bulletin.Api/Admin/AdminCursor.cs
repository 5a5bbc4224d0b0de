using System.Buffers.Binary;
using System.Text;
using Bulletin.Api.Http;
using Bulletin.Grains;

namespace Bulletin.Api.Admin;

/// <summary>A place in a list of the admin API, as clients send it back.</summary>
internal static class AdminCursor
{
    /// <summary>More than any sort key has.</summary>
    private const int MaxText = 2048;

    /// <summary>The number, the id, the seq, and whether there is a text.</summary>
    private const int Fixed = sizeof(long) + 16 + sizeof(long) + 1;

    /// <summary>No time after the year 9999 can exist. Other numbers are smaller.</summary>
    private static readonly long MaxNumber = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
    private static readonly UTF8Encoding s_text = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="name">The name of the list.</param>
    /// <param name="filters">All of its filters and its order, with times as text or numbers: a cursor is valid only with the same ones.</param>
    public static string List(string name, params IEnumerable<object?> filters) => $"admin/{name}?{string.Join('\u001f', filters)}";

    /// <returns>The <c>next</c> of a page. Null on the last one.</returns>
    public static string? Encode(string list, ListPlace? place)
    {
        if (place is null) return null;
        var text = place.Text is { } given ? s_text.GetBytes(given) : [];
        var bytes = new byte[Fixed + text.Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, place.Number);
        _ = place.Id.TryWriteBytes(bytes.AsSpan(sizeof(long)), bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(sizeof(long) + 16), place.Seq);
        bytes[Fixed - 1] = place.Text is null ? (byte)0 : (byte)1;
        text.CopyTo(bytes, Fixed);
        return OpaqueCursor.Encode(list, bytes);
    }

    /// <returns>Null if no cursor is given.</returns>
    /// <exception cref="ProblemException">With <c>validation_failed</c>: not a cursor of this list.</exception>
    public static ListPlace? Decode(string list, string? cursor)
    {
        if (cursor is null) return null;
        ReadOnlySpan<byte> bytes = OpaqueCursor.DecodeUpTo(Fixed + MaxText, list, cursor);
        if (bytes.Length < Fixed) throw OpaqueCursor.NotOfThisList();
        try
        {
            var text = bytes[Fixed - 1] == 0 ? null : s_text.GetString(bytes[Fixed..]);
            var number = BinaryPrimitives.ReadInt64BigEndian(bytes);
            if (number <= MaxNumber && number >= -MaxNumber && text?.Contains('\0', StringComparison.Ordinal) is not true)
                return new(text, number, new Guid(bytes.Slice(sizeof(long), 16), bigEndian: true), BinaryPrimitives.ReadInt64BigEndian(bytes[(sizeof(long) + 16)..]));
        }
        catch (DecoderFallbackException)
        {
            // The checksum is not secret, so a client can forge a cursor with invalid text.
        }
        throw OpaqueCursor.NotOfThisList();
    }
}
