using System.Buffers.Binary;
using Bulletin.Api.Http;
using Bulletin.Grains.Directory;

namespace Bulletin.Api.Directory;

/// <summary>Encodes a position in a list of topics by activity as an opaque cursor.</summary>
internal static class ActivityCursorText
{
    private const int GuidLength = 16;
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <param name="list">Identifies the list and all its filters.</param>
    public static string Encode(string list, DirectoryCursor cursor)
    {
        Span<byte> place = stackalloc byte[sizeof(long) + GuidLength];
        BinaryPrimitives.WriteInt64BigEndian(place, cursor.LastActivityAt.ToUnixTimeMilliseconds());
        _ = cursor.TopicId.TryWriteBytes(place[sizeof(long)..], bigEndian: true, out _);
        return OpaqueCursor.Encode(list, place);
    }

    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public static DirectoryCursor Decode(string list, string text)
    {
        var place = OpaqueCursor.Decode(list, text, sizeof(long) + GuidLength);
        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(place);
        if (milliseconds < 0 || milliseconds > Latest) throw OpaqueCursor.NotOfThisList();
        return new(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), new Guid(place.AsSpan(sizeof(long)), bigEndian: true));
    }
}
