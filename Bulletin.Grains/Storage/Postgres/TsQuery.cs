using System.Diagnostics;
using System.Text;
using Bulletin.Grains.Search;
using Bulletin.Grains.Storage.Sql.Search;

namespace Bulletin.Grains.Storage.Postgres;

/// <summary>The text of a <c>tsquery</c>.</summary>
internal static class TsQuery
{
    public static string Of(SearchCondition condition) => condition switch
    {
        SearchCondition.Term(var text, var isPrefix) => Term(text, isPrefix),
        SearchCondition.Phrase(var words, var isPrefix) =>
            $"({string.Join(" <-> ", words.Select((word, at) => Term(word, isPrefix && at == words.Count - 1)))})",
        SearchCondition.All(var parts) => $"({string.Join(" & ", parts.Select(Of))})",
        SearchCondition.Any(var parts) => $"({string.Join(" | ", parts.Select(Of))})",
        SearchCondition.Not(var part) => $"!{Of(part)}",
        _ => throw new UnreachableException(),
    };

    /// <summary>One of these terms.</summary>
    public static string OneOf(IEnumerable<string> terms) => $"({string.Join(" | ", terms.Select(term => Term(term, isPrefix: false)))})";

    /// <summary>
    /// What every message that fits has, of terms that the index looks up at little cost: without what must not occur, and without short beginnings of words,
    /// as it would read the messages of every word that begins so. Null: nothing of the kind.
    /// </summary>
    /// <param name="withBeginnings">Whether longer ones are looked up.</param>
    public static SearchCondition? Sure(SearchCondition condition, bool withBeginnings) => condition switch
    {
        SearchCondition.Term(var text, var isPrefix) => !isPrefix || withBeginnings && IsLong(text) ? condition : null,
        SearchCondition.Phrase(var words, var isPrefix) => !isPrefix || withBeginnings && IsLong(words[^1]) ? condition
            : words.Count > 1 ? new SearchCondition.Phrase([.. words.SkipLast(1)]) : null,
        SearchCondition.All(var parts) => Sure(parts, withBeginnings) is { Length: > 0 } sure ? new SearchCondition.All(sure) : null,
        SearchCondition.Any(var parts) => Sure(parts, withBeginnings) is var sure && sure.Length == parts.Count ? new SearchCondition.Any(sure) : null,
        _ => null,
    };

    /// <summary>Whether every message that fits has a whole word of the text searched for.</summary>
    public static bool HasWord(SearchCondition condition) => condition switch
    {
        SearchCondition.Term(var text, var isPrefix) => !isPrefix && !OwnTerms.IsOwn(text),
        SearchCondition.Phrase(var words, var isPrefix) => !isPrefix || words.Count > 1,
        SearchCondition.All(var parts) => parts.Any(HasWord),
        SearchCondition.Any(var parts) => parts.All(HasWord),
        _ => false,
    };

    private static SearchCondition[] Sure(IReadOnlyList<SearchCondition> parts, bool withBeginnings) =>
        [.. parts.Select(part => Sure(part, withBeginnings)).OfType<SearchCondition>()];

    /// <summary>Three letters of English, or one character of Chinese.</summary>
    private static bool IsLong(string beginning) => Encoding.UTF8.GetByteCount(beginning) >= 3;

    private static string Term(string text, bool isPrefix) => $"{TsVector.Quoted(SearchEntry.Storable(text))}{(isPrefix ? ":*" : "")}";
}
