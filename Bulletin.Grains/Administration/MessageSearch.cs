using Bulletin.Grains.Search;

namespace Bulletin.Grains.Administration;

/// <summary>Searches of the list of messages.</summary>
internal static class MessageSearch
{
    /// <summary>What is typed and the other filters together.</summary>
    /// <returns>Null if nothing can be found.</returns>
    public static SearchQuery? Of(MessageQuery query)
    {
        // A deleted message has no text.
        if (query.Deleted is true) return null;
        var asked = query.Asked ?? Words(query.Search!);
        return Narrowed(asked.Authors, query.AuthorId) is { } authors && Narrowed(asked.Topics, query.TopicId) is { } topics
            ? asked with { Authors = authors, Topics = topics, From = Later(asked.From, query.From), Until = Earlier(asked.Until, query.To) }
            : null;
    }

    /// <summary>The text alone, as gateways of an earlier version send it. There each word may be a part of one.</summary>
    private static SearchQuery Words(string text) => new(
        [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => new SearchedText(word, SearchedTextKind.Prefix, IsExcluded: false))],
        Authors: [], Topics: [], Mentioned: [], MessageFeatures.None, From: null, Until: null);

    /// <param name="named">Of these one. Empty: anything.</param>
    private static IReadOnlyList<Guid>? Narrowed(IReadOnlyList<Guid> named, Guid? filter) =>
        filter is not { } only ? named : named.Count == 0 || named.Contains(only) ? [only] : null;

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;
}
