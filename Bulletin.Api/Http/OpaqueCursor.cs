using System.Buffers.Text;
using System.IO.Hashing;
using System.Text;

namespace Bulletin.Api.Http;

/// <summary>
/// A position in a list, as clients send it back. A cursor holds no secret and grants no access. The checksum detects mangled
/// cursors and those of another list. Clients can forge a valid one, so the list still validates the position.
/// </summary>
public static class OpaqueCursor
{
    private const int ChecksumLength = 4;

    /// <param name="list">Identifies the list and all its filters.</param>
    public static string Encode(string list, ReadOnlySpan<byte> place) =>
        Base64Url.EncodeToString([.. place, .. Checksum(list, place)]);

    /// <returns>The position, of exactly <paramref name="length"/> bytes.</returns>
    /// <exception cref="ProblemException">With <c>validation_failed</c>: not a cursor of this list.</exception>
    public static byte[] Decode(string list, string cursor, int length)
    {
        var place = DecodeUpTo(length, list, cursor);
        return place.Length == length ? place : throw NotOfThisList();
    }

    /// <returns>The position, of at most <paramref name="length"/> bytes.</returns>
    /// <exception cref="ProblemException">With <c>validation_failed</c>: not a cursor of this list.</exception>
    public static byte[] DecodeUpTo(int length, string list, string cursor)
    {
        var bytes = new byte[length + ChecksumLength];
        if (cursor.Length <= Base64Url.GetEncodedLength(bytes.Length)
            && Base64Url.IsValid(cursor)
            && Base64Url.TryDecodeFromChars(cursor, bytes, out var written) && written >= ChecksumLength
            // The decoder skips white space and padding; a valid cursor has neither.
            && cursor.Length == Base64Url.GetEncodedLength(written)
            && Checksum(list, bytes.AsSpan(..(written - ChecksumLength))).AsSpan().SequenceEqual(bytes.AsSpan((written - ChecksumLength)..written)))
            return bytes[..(written - ChecksumLength)];
        throw NotOfThisList();
    }

    /// <summary>The error for a position that cannot exist in this list.</summary>
    public static ProblemException NotOfThisList() => new(Problems.ValidationFailed("cursor", "Must be a cursor returned by this list."));

    private static byte[] Checksum(string list, ReadOnlySpan<byte> place) =>
        XxHash32.Hash([.. place, .. Encoding.UTF8.GetBytes(list)]);
}
