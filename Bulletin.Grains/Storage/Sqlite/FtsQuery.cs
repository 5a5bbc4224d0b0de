using System.Diagnostics;
using Bulletin.Grains.Search;
using Bulletin.Grains.Storage.Sql.Search;

namespace Bulletin.Grains.Storage.Sqlite;

/// <summary>A query of FTS5. Every term is a string in it, so none is taken for syntax.</summary>
internal static class FtsQuery
{
    /// <summary>Every entry has a term that begins so: what must not occur is taken away from something.</summary>
    private const string Everything = "\"=t\" *";

    public static string Of(SearchCondition condition) => condition switch
    {
        SearchCondition.Term(var text, var isPrefix) => Text([text], isPrefix),
        SearchCondition.Phrase([var word], var isPrefix) => Text([word], isPrefix),
        SearchCondition.Phrase(var words, var isPrefix) => $"(words : {Text(words, isPrefix)})",
        SearchCondition.Any(var parts) => $"({string.Join(" OR ", parts.Select(Of))})",
        SearchCondition.All(var parts) => All([.. parts.Where(part => part is not SearchCondition.Not)], [.. parts.OfType<SearchCondition.Not>()]),
        SearchCondition.Not not => All([], [not]),
        _ => throw new UnreachableException(),
    };

    private static string All(SearchCondition[] wanted, SearchCondition.Not[] unwanted)
    {
        var all = wanted.Length == 0 ? Everything : string.Join(" AND ", wanted.Select(Of));
        return unwanted.Length == 0 ? $"({all})" : $"(({all}) NOT ({string.Join(" OR ", unwanted.Select(not => Of(not.Part)))}))";
    }

    private static string Text(IEnumerable<string> words, bool isPrefix) =>
        $"\"{string.Join(' ', words.Select(SearchEntry.Storable)).Replace("\"", "\"\"", StringComparison.Ordinal)}\"{(isPrefix ? " *" : "")}";
}
