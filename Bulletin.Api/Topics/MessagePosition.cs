using System.Buffers.Binary;
using Bulletin.Api.Http;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Topics;

/// <summary>Which page of a topic's messages is requested, and the cursor of the next one.</summary>
/// <remarks>A page without a direction, or one around a seq, continues with older messages; <c>after</c> continues with newer ones.</remarks>
public static class MessagePosition
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;
    private const int CursorLength = 1 + sizeof(long);

    private enum Direction : byte { Older = 1, Newer = 2 }

    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public static ReadMessages Read(Guid topicId, int? limit, long? before, long? after, long? around, string? cursor)
    {
        var fields = new ValidationErrors();
        fields.Require(limit is null or (>= 1 and <= MaxLimit), "limit", "Must be between 1 and 200.");
        fields.Require(before is null or >= 1, "before", "Must be at least 1.");
        fields.Require(after is null or >= 0, "after", "Must be at least 0.");
        fields.Require(around is null or >= 1, "around", "Must be at least 1.");
        var given = (before is null ? 0 : 1) + (after is null ? 0 : 1) + (around is null ? 0 : 1) + (cursor is null ? 0 : 1);
        fields.Require(given <= 1, "cursor", "Only one of before, after, around and cursor may be given.");
        fields.ThrowIfAny();

        var count = limit ?? DefaultLimit;
        if (cursor is null) return new(count, before, after, around);

        var (direction, seq) = Parse(topicId, cursor);
        return direction is Direction.Older ? new(count, Before: seq) : new(count, After: seq);
    }

    /// <returns>Null at the end.</returns>
    public static string? Next(Guid topicId, ReadMessages query, MessagePage page)
    {
        if (page.Items.Count == 0) return null;
        return query.After is null
            ? page.HasOlder ? Cursor(topicId, Direction.Older, page.Items[0].Seq) : null
            : page.HasNewer ? Cursor(topicId, Direction.Newer, page.Items[^1].Seq) : null;
    }

    private static string Cursor(Guid topicId, Direction direction, long seq)
    {
        Span<byte> place = stackalloc byte[CursorLength];
        place[0] = (byte)direction;
        BinaryPrimitives.WriteInt64BigEndian(place[1..], seq);
        return OpaqueCursor.Encode(List(topicId), place);
    }

    private static (Direction, long Seq) Parse(Guid topicId, string cursor)
    {
        var place = OpaqueCursor.Decode(List(topicId), cursor, CursorLength);
        var (direction, seq) = ((Direction)place[0], BinaryPrimitives.ReadInt64BigEndian(place.AsSpan(1)));
        return direction is Direction.Older or Direction.Newer && seq >= 1 ? (direction, seq) : throw OpaqueCursor.NotOfThisList();
    }

    private static string List(Guid topicId) => $"messages/{topicId}";
}
