using Bulletin.Grains.Search.Analysis;

namespace Bulletin.Grains.Search;

/// <summary>Finds the parts of a text that a search has found.</summary>
internal static class Highlights
{
    private const int Max = 200;

    public static IReadOnlyList<Highlight> Of(string text, IReadOnlyList<SearchedText> texts)
    {
        var conditions = texts.Where(searched => !searched.IsExcluded).Select(QueryTerms.Condition).OfType<SearchCondition>().ToList();
        if (conditions is []) return [];

        var analyzed = TextAnalyzer.Analyze(text);
        return Merge(conditions.SelectMany(condition => Marks(condition, analyzed)));
    }

    private static IEnumerable<(int Start, int End)> Marks(SearchCondition condition, AnalyzedText text) => condition switch
    {
        SearchCondition.Term term => Words([term.Text], term.IsPrefix, text).Concat(Others(term, text)),
        SearchCondition.Phrase phrase => Words(phrase.Words, phrase.IsPrefix, text),
        SearchCondition.Any any => any.Parts.SelectMany(part => Marks(part, text)),
        SearchCondition.All all => all.Parts.SelectMany(part => Marks(part, text)),
        _ => [],
    };

    private static IEnumerable<(int Start, int End)> Others(SearchCondition.Term term, AnalyzedText text) =>
        text.Others.Where(other => Matches(other.Text, term.Text, term.IsPrefix)).Select(other => (other.Start, other.End));

    private static IEnumerable<(int Start, int End)> Words(IReadOnlyList<string> phrase, bool isPrefix, AnalyzedText text)
    {
        for (var at = 0; at + phrase.Count <= text.Words.Count; at++)
        {
            var found = 0;
            while (found < phrase.Count && Matches(text.Words[at + found].Text, phrase[found], isPrefix && found == phrase.Count - 1)) found++;
            if (found == phrase.Count) yield return (text.Words[at].Start, End(text, at + found - 1, phrase[^1]));
        }
    }

    private static bool Matches(string term, string searched, bool isPrefix) =>
        isPrefix ? term.StartsWith(searched, StringComparison.Ordinal) : term == searched;

    /// <summary>A whole word is marked, but of a pair of letters only what was searched for.</summary>
    private static int End(AnalyzedText text, int at, string searched)
    {
        var word = text.Words[at];
        if (at + 1 == text.Words.Count || searched.Length > UnspacedScripts.FirstLetter(word.Text)) return word.End;

        var next = text.Words[at + 1].Start;
        return next > word.Start && next < word.End ? next : word.End;
    }

    private static List<Highlight> Merge(IEnumerable<(int Start, int End)> marks)
    {
        List<Highlight> merged = [];
        foreach (var (start, end) in marks.Order())
        {
            if (merged is [.., var last] && start <= last.Start + last.Length)
                merged[^1] = last with { Length = Math.Max(last.Length, end - last.Start) };
            else if (merged.Count == Max) break;
            else merged.Add(new(start, end - start));
        }
        return merged;
    }
}
