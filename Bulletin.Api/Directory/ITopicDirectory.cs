using Bulletin.Api.Contract;
using Bulletin.Api.Responses;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Directory;

/// <summary>All topics by most recent activity, as this gateway knows them.</summary>
/// <remarks>What this gateway saw done comes back from its pages at once, however far the directory itself has come.</remarks>
public interface ITopicDirectory
{
    /// <param name="after">Where the page before ended; null for the first.</param>
    /// <param name="query">Only names that contain each of its words, whatever the case and accents; null for all.</param>
    ValueTask<TopicPage> Page(int limit, DirectoryCursor? after, string? query, CancellationToken cancellationToken);

    /// <summary>A topic was created or changed through this gateway.</summary>
    void Saw(Topic topic);

    /// <summary>A message was posted, edited or deleted through this gateway.</summary>
    void SawPost(Message message);

    /// <summary>A topic was removed through this gateway.</summary>
    void SawRemoved(Guid id);
}

/// <param name="Next">Where the next page begins; null when this is the last one.</param>
public sealed record TopicPage(IReadOnlyList<Topic> Items, DirectoryCursor? Next)
{
    /// <param name="topics">One more than the page holds, if there are more.</param>
    public static TopicPage Cut(IReadOnlyList<Topic> topics, int limit) =>
        topics.Count <= limit ? new(topics, null) : new([.. topics.Take(limit)], DirectoryCursor.Of(topics[limit - 1]));

    // The replica gives the first page to all who ask until it changes: what was made of it is kept with it.
    private RenderedJson? rendered;
    private SharedAnswer? shared;

    /// <summary>As an answer to whoever did not search, made once.</summary>
    public RenderedJson Rendered => rendered ??= RenderedJson.Of(ToView(query: null));

    /// <summary>The same as an answer of the hub.</summary>
    internal SharedAnswer Shared => shared ??= new(ToView(query: null), Rendered.Body.Length);

    /// <param name="query">The search it answers: its cursor holds for no other.</param>
    public TopicPageView ToView(string? query) =>
        new([.. Items.Select(TopicView.Of)], Next is { } next ? DirectoryCursorText.Encode(next, query) : null);
}
