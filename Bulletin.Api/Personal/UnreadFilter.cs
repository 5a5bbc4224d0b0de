using Bulletin.Api.Http;

namespace Bulletin.Api.Personal;

/// <summary>The query parameter <c>unread</c>.</summary>
internal static class UnreadFilter
{
    public static bool Read(string? text, ValidationErrors fields)
    {
        fields.Require(text is null or "true" or "false", "unread", "Must be true or false.");
        return text == "true";
    }
}
