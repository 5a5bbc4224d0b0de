using Bulletin.Api.Http;
using Bulletin.Grains.Personal;

namespace Bulletin.Api.Personal;

/// <summary>The query parameters <c>unread</c> and <c>pinned</c>, of which one may be true.</summary>
internal static class TopicFilters
{
    public static TopicFilter Read(string? unread, string? pinned, ValidationErrors fields)
    {
        var unreadOnly = UnreadFilter.Read(unread, fields);
        fields.Require(pinned is null or "true" or "false", "pinned", "Must be true or false.");
        fields.Require(pinned != "true" || !unreadOnly, "pinned", "Must not be true together with unread.");
        return pinned == "true" ? TopicFilter.Pinned : unreadOnly ? TopicFilter.Unread : TopicFilter.All;
    }
}
