using System.Buffers.Binary;
using Bulletin.Api.Http;

namespace Bulletin.Api.Personal;

/// <summary>The id of the last notification of a page, as clients send it back. It is valid only with the filter that returned it.</summary>
internal static class NotificationCursor
{
    public static string Encode(long before, bool unreadOnly)
    {
        Span<byte> place = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(place, before);
        return OpaqueCursor.Encode(List(unreadOnly), place);
    }

    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public static long Decode(string text, bool unreadOnly)
    {
        var before = BinaryPrimitives.ReadInt64BigEndian(OpaqueCursor.Decode(List(unreadOnly), text, sizeof(long)));
        return before >= 0 ? before : throw OpaqueCursor.NotOfThisList();
    }

    private static string List(bool unreadOnly) => unreadOnly ? "notifications?unread" : "notifications";
}
