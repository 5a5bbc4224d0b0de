using System.Buffers.Text;
using System.IO.Hashing;
using System.Text;

namespace Bulletin.Api.Http;

/// <summary>
/// A place in a list, as clients hand it back. It carries no secret and no right; the checksum tells a mangled one, or one of
/// another list, from a place. Anyone can make one that fits, so the list still checks that the place makes sense.
/// </summary>
public static class OpaqueCursor
{
    private const int ChecksumLength = 4;

    /// <param name="list">Which list it is a place in, with everything that filters it.</param>
    public static string Encode(string list, ReadOnlySpan<byte> place) =>
        Base64Url.EncodeToString([.. place, .. Checksum(list, place)]);

    /// <returns>The place, of <paramref name="length"/> bytes.</returns>
    /// <exception cref="ProblemException">With <c>validation_failed</c>: it is no cursor of this list.</exception>
    public static byte[] Decode(string list, string cursor, int length)
    {
        var place = DecodeUpTo(length, list, cursor);
        return place.Length == length ? place : throw NotOfThisList();
    }

    /// <returns>The place, of <paramref name="length"/> bytes at most.</returns>
    /// <exception cref="ProblemException">With <c>validation_failed</c>: it is no cursor of this list.</exception>
    public static byte[] DecodeUpTo(int length, string list, string cursor)
    {
        var bytes = new byte[length + ChecksumLength];
        if (cursor.Length <= Base64Url.GetEncodedLength(bytes.Length)
            && Base64Url.IsValid(cursor)
            && Base64Url.TryDecodeFromChars(cursor, bytes, out var written) && written >= ChecksumLength
            // White space and padding are passed over when decoding: a cursor has neither.
            && cursor.Length == Base64Url.GetEncodedLength(written)
            && Checksum(list, bytes.AsSpan(..(written - ChecksumLength))).AsSpan().SequenceEqual(bytes.AsSpan((written - ChecksumLength)..written)))
            return bytes[..(written - ChecksumLength)];
        throw NotOfThisList();
    }

    /// <summary>For a place that this list has nowhere.</summary>
    public static ProblemException NotOfThisList() => new(Problems.ValidationFailed("cursor", "Must be a cursor returned by this list."));

    private static byte[] Checksum(string list, ReadOnlySpan<byte> place) =>
        XxHash32.Hash([.. place, .. Encoding.UTF8.GetBytes(list)]);
}
