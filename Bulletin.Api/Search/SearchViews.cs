using Bulletin.Api.Contract;
using Bulletin.Grains.Search;

namespace Bulletin.Api.Search;

/// <summary>Messages that were found, newest first.</summary>
/// <param name="Next">The cursor of the next page. Null on the last one.</param>
public sealed record SearchPageView(IReadOnlyList<SearchHitView> Items, string? Next);

/// <summary>A message that was found, as it is now.</summary>
/// <param name="Highlights">The parts of its text that were searched for, by start, without overlaps: start and length of each, in UTF-16 code units, as JavaScript counts.</param>
public sealed record SearchHitView(MessageView Message, SearchTopicView Topic, IReadOnlyList<IReadOnlyList<int>> Highlights)
{
    private const int BesideMessage = 400, PerHighlight = 12;

    internal static SearchHitView Of(SearchHit hit) => new(
        MessageView.Of(hit.Message), new(hit.TopicId, hit.TopicName.Length > 0 ? hit.TopicName : null), [.. hit.Highlights.Select(IReadOnlyList<int> (part) => [part.Start, part.Length])]);

    /// <summary>The approximate size in bytes.</summary>
    internal static int RoughBytes(SearchHit hit) => BesideMessage + hit.Highlights.Count * PerHighlight + MessageView.RoughBytes([hit.Message]);
}

/// <summary>Where a message is.</summary>
/// <param name="Name">Null for a direct conversation: clients show its members.</param>
public sealed record SearchTopicView(Guid Id, string? Name);
