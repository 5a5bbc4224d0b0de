using Bulletin.Api.Directory;
using Bulletin.Api.Http;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Personal;

namespace Bulletin.Api.Personal;

/// <summary>A place among a person's topics, as clients send it back. It is valid only with the filter that returned it.</summary>
internal static class MyTopicCursor
{
    public static string Encode(DirectoryCursor cursor, TopicFilter filter) => ActivityCursorText.Encode(List(filter), cursor);

    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public static DirectoryCursor Decode(string text, TopicFilter filter) => ActivityCursorText.Decode(List(filter), text);

    private static string List(TopicFilter filter) => filter switch
    {
        TopicFilter.Unread => "users/me/topics?unread",
        TopicFilter.Pinned => "users/me/topics?pinned",
        _ => "users/me/topics",
    };
}
