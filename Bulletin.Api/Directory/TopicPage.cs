using Bulletin.Api.Contract;
using Bulletin.Api.Responses;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Api.Directory;

/// <param name="Next">The start of the next page. Null on the last one.</param>
internal sealed record TopicPage(IReadOnlyList<Topic> Items, DirectoryCursor? Next)
{
    public static readonly TopicPage Empty = new([], null);

    // A replica returns the same first page to all callers until it changes, so its rendered response is cached here.
    private RenderedJson? rendered;
    private SharedAnswer? shared;

    /// <param name="topics">One more than the page holds, if there are more.</param>
    public static TopicPage Cut(IReadOnlyList<Topic> topics, int limit) =>
        topics.Count <= limit ? new(topics, null) : new([.. topics.Take(limit)], DirectoryCursor.Of(topics[limit - 1]));

    /// <summary>
    /// One page of two lists, from a page of each after the same position. It reaches only as far as both do: behind the end of the nearer
    /// one, that list may have more.
    /// </summary>
    public static TopicPage Merge(TopicPage one, TopicPage other, int limit)
    {
        if (IsNothing(other)) return one;
        if (IsNothing(one)) return other;

        var reach = (one.Next, other.Next) is ({ } a, { } b) ? (a < b ? a : b) : one.Next ?? other.Next;
        Topic[] within = [.. one.Items.Concat(other.Items).Where(topic => reach is null || DirectoryCursor.Of(topic) <= reach).OrderBy(DirectoryCursor.Of)];
        return within.Length > limit ? Cut(within, limit) : new(within, reach);
    }

    /// <summary>The response to a request without a search or filter, rendered once.</summary>
    public RenderedJson Rendered => rendered ??= RenderedJson.Of(ToView(query: null));

    /// <summary>The same response for the hub.</summary>
    public SharedAnswer Shared => shared ??= new(ToView(query: null), Rendered.Body.Length);

    /// <param name="query">The search, or null.</param>
    /// <param name="access">The filter, or null. The page's cursor is valid only for both.</param>
    public TopicPageView ToView(string? query, Access? access = null) =>
        new([.. Items.Select(TopicView.Of)], Next is { } next ? DirectoryCursorText.Encode(next, query, access) : null);

    /// <summary>As a page of the topics that the caller follows.</summary>
    public TopicPageView ToFollowedView() => new([.. Items.Select(TopicView.Of)], Next is { } next ? DirectoryCursorText.EncodeFollowed(next) : null);

    private static bool IsNothing(TopicPage page) => page.Items.Count == 0 && page.Next is null;
}
