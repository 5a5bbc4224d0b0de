namespace Bulletin.Grains.Search;

/// <summary>A condition on the terms of an indexed message, as both engines understand it.</summary>
internal abstract record SearchCondition
{
    /// <summary>A term occurs, or with <paramref name="IsPrefix"/> one that begins like this.</summary>
    public sealed record Term(string Text, bool IsPrefix = false) : SearchCondition;

    /// <summary>Words occur one after another. The last may be the beginning of one.</summary>
    public sealed record Phrase(IReadOnlyList<string> Words, bool IsPrefix = false) : SearchCondition;

    public sealed record All(IReadOnlyList<SearchCondition> Parts) : SearchCondition;

    public sealed record Any(IReadOnlyList<SearchCondition> Parts) : SearchCondition;

    public sealed record Not(SearchCondition Part) : SearchCondition;
}
