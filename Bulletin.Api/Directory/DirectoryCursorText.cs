using System.Buffers.Binary;
using Bulletin.Api.Http;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Api.Directory;

/// <summary>Encodes a position in the directory as an opaque cursor. It is valid only for the search and filter that returned it.</summary>
public static class DirectoryCursorText
{
    private const int GuidLength = 16;
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static string Encode(DirectoryCursor cursor, string? query, Access? access = null)
    {
        Span<byte> place = stackalloc byte[sizeof(long) + GuidLength];
        BinaryPrimitives.WriteInt64BigEndian(place, cursor.LastActivityAt.ToUnixTimeMilliseconds());
        _ = cursor.TopicId.TryWriteBytes(place[sizeof(long)..], bigEndian: true, out _);
        return OpaqueCursor.Encode(List(query, access), place);
    }

    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public static DirectoryCursor Decode(string text, string? query, Access? access = null)
    {
        var place = OpaqueCursor.Decode(List(query, access), text, sizeof(long) + GuidLength);
        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(place);
        if (milliseconds < 0 || milliseconds > Latest) throw OpaqueCursor.NotOfThisList();
        return new(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), new Guid(place.AsSpan(sizeof(long)), bigEndian: true));
    }

    private static string List(string? query, Access? access) => $"topics{(access is { } only ? $"/{only}" : "")}?{query?.ToLowerInvariant()}";
}
