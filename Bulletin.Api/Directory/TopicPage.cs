using Bulletin.Api.Contract;
using Bulletin.Api.Responses;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Directory;

/// <param name="Next">The start of the next page. Null on the last one.</param>
internal sealed record TopicPage(IReadOnlyList<Topic> Items, DirectoryCursor? Next)
{
    // The replica returns the same first page to all callers until it changes, so its rendered response is cached here.
    private RenderedJson? rendered;
    private SharedAnswer? shared;

    /// <param name="topics">One more than the page holds, if there are more.</param>
    public static TopicPage Cut(IReadOnlyList<Topic> topics, int limit) =>
        topics.Count <= limit ? new(topics, null) : new([.. topics.Take(limit)], DirectoryCursor.Of(topics[limit - 1]));

    /// <summary>The response to a request without a search, rendered once.</summary>
    public RenderedJson Rendered => rendered ??= RenderedJson.Of(ToView(query: null));

    /// <summary>The same response for the hub.</summary>
    public SharedAnswer Shared => shared ??= new(ToView(query: null), Rendered.Body.Length);

    /// <param name="query">The search. The page's cursor is valid only for it.</param>
    public TopicPageView ToView(string? query) =>
        new([.. Items.Select(TopicView.Of)], Next is { } next ? DirectoryCursorText.Encode(next, query) : null);
}
