using Bulletin.Api.Directory;
using Bulletin.Api.Http;
using Bulletin.Grains.Directory;

namespace Bulletin.Api.Personal;

/// <summary>A place among a person's topics, as clients send it back. It is valid only with the filter that returned it.</summary>
internal static class MyTopicCursor
{
    public static string Encode(DirectoryCursor cursor, bool unreadOnly) => ActivityCursorText.Encode(List(unreadOnly), cursor);

    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public static DirectoryCursor Decode(string text, bool unreadOnly) => ActivityCursorText.Decode(List(unreadOnly), text);

    private static string List(bool unreadOnly) => unreadOnly ? "users/me/topics?unread" : "users/me/topics";
}
