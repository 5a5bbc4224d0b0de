using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Search;

/// <param name="Next">Where the next page begins. Null: this was the last one.</param>
[GenerateSerializer, Immutable, Alias("bulletin.search-page")]
public sealed record SearchPage([property: Id(0)] IReadOnlyList<SearchHit> Items, [property: Id(1)] long? Next);

/// <param name="Highlights">The parts of the text that were searched for, by start, without overlaps.</param>
[GenerateSerializer, Immutable, Alias("bulletin.search-hit")]
public sealed record SearchHit(
    [property: Id(0)] Message Message, [property: Id(1)] Guid TopicId, [property: Id(2)] string TopicName, [property: Id(3)] IReadOnlyList<Highlight> Highlights);

/// <summary>A part of a text, in UTF-16 code units, as strings in C# and JavaScript count.</summary>
[GenerateSerializer, Immutable, Alias("bulletin.highlight")]
public readonly record struct Highlight([property: Id(0)] int Start, [property: Id(1)] int Length);
