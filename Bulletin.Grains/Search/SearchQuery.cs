namespace Bulletin.Grains.Search;

/// <summary>What a search asks for. Everything must hold; of several authors, topics or mentioned people, one.</summary>
/// <param name="Texts">What must occur in a message, and what must not.</param>
/// <param name="Authors">Who may have written it. Empty: anybody.</param>
/// <param name="Topics">Where it may be. Empty: anywhere.</param>
/// <param name="Mentioned">Whom it may mention by name. Empty: anybody or nobody.</param>
/// <param name="From">It is not older than this. Null: any age.</param>
/// <param name="Until">It is older than this. Null: any age.</param>
[GenerateSerializer, Immutable, Alias("bulletin.search-query")]
public sealed record SearchQuery(
    [property: Id(0)] IReadOnlyList<SearchedText> Texts,
    [property: Id(1)] IReadOnlyList<Guid> Authors,
    [property: Id(2)] IReadOnlyList<Guid> Topics,
    [property: Id(3)] IReadOnlyList<Guid> Mentioned,
    [property: Id(4)] MessageFeatures Has,
    [property: Id(5)] DateTimeOffset? From,
    [property: Id(6)] DateTimeOffset? Until);

/// <param name="Text">A word as typed, or several between quotation marks.</param>
/// <param name="Kind">How it must occur.</param>
/// <param name="IsExcluded">Whether it must not occur.</param>
[GenerateSerializer, Immutable, Alias("bulletin.searched-text")]
public sealed record SearchedText([property: Id(0)] string Text, [property: Id(1)] SearchedTextKind Kind, [property: Id(2)] bool IsExcluded);

public enum SearchedTextKind
{
    /// <summary>As a word, or as a part of an identifier.</summary>
    Word,

    /// <summary>As the beginning of a word: the last one while it is typed.</summary>
    Prefix,

    /// <summary>Exactly these words, one after another.</summary>
    Phrase,
}

/// <summary>What a message has. Several together: all of them.</summary>
[Flags]
public enum MessageFeatures
{
    None = 0,
    Link = 1,
    Code = 2,
    Reaction = 4,
    Attachment = 8,
}
