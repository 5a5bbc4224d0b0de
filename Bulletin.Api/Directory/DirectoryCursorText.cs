using Bulletin.Api.Http;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Api.Directory;

/// <summary>Encodes a position in the directory as an opaque cursor. It is valid only for the search and filter that returned it.</summary>
public static class DirectoryCursorText
{
    // No search is written so, and no kind of topics.
    private const string Followed = "topics/followed";

    public static string Encode(DirectoryCursor cursor, string? query, Access? access = null) => ActivityCursorText.Encode(List(query, access), cursor);

    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public static DirectoryCursor Decode(string text, string? query, Access? access = null) => ActivityCursorText.Decode(List(query, access), text);

    /// <summary>The same among the topics that the caller follows.</summary>
    public static string EncodeFollowed(DirectoryCursor cursor) => ActivityCursorText.Encode(Followed, cursor);

    /// <exception cref="ProblemException">With <c>validation_failed</c>.</exception>
    public static DirectoryCursor DecodeFollowed(string text) => ActivityCursorText.Decode(Followed, text);

    private static string List(string? query, Access? access) => $"topics{(access is { } only ? $"/{only}" : "")}?{query?.ToLowerInvariant()}";
}
