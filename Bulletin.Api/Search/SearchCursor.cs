using System.Buffers.Binary;
using Bulletin.Api.Http;

namespace Bulletin.Api.Search;

/// <summary>Where a page of a search ended, as clients send it back. It is valid only for the same query and time zone.</summary>
internal static class SearchCursor
{
    public static string? Encode(long? place, string query, string timeZone)
    {
        if (place is not { } end) return null;
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, end);
        return OpaqueCursor.Encode(List(query, timeZone), bytes);
    }

    /// <returns>Null if there is no cursor.</returns>
    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public static long? Decode(string? cursor, string query, string timeZone)
    {
        if (cursor is null) return null;
        var place = BinaryPrimitives.ReadInt64BigEndian(OpaqueCursor.Decode(List(query, timeZone), cursor, sizeof(long)));
        return place >= 0 ? place : throw OpaqueCursor.NotOfThisList();
    }

    private static string List(string query, string timeZone) => $"search/{timeZone}?{query}";
}
