using Bulletin.Grains.Search;
using Bulletin.Grains.Search.Analysis;

namespace Bulletin.Grains.Tests.Search;

/// <summary>Decides conditions as the engines do, on one text.</summary>
internal static class Evaluator
{
    public static bool Finds(IEnumerable<SearchedText> texts, string text)
    {
        var analyzed = TextAnalyzer.Analyze(text);
        return texts.All(searched => QueryTerms.Condition(searched) is not { } condition || Holds(condition, analyzed) != searched.IsExcluded);
    }

    public static bool Holds(SearchCondition condition, AnalyzedText text) => condition switch
    {
        SearchCondition.Term term => text.Words.Concat(text.Others).Any(one => Matches(one, term.Text, term.IsPrefix)),
        SearchCondition.Phrase phrase => Enumerable.Range(0, text.Words.Count).Any(start => Holds(phrase, text.Words, start)),
        SearchCondition.All all => all.Parts.All(part => Holds(part, text)),
        SearchCondition.Any any => any.Parts.Any(part => Holds(part, text)),
        SearchCondition.Not not => !Holds(not.Part, text),
        _ => throw new ArgumentOutOfRangeException(nameof(condition)),
    };

    private static bool Holds(SearchCondition.Phrase phrase, IReadOnlyList<TextTerm> words, int start) =>
        start + phrase.Words.Count <= words.Count
        && phrase.Words.Select((word, at) => Matches(words[start + at], word, phrase.IsPrefix && at == phrase.Words.Count - 1)).All(matches => matches);

    private static bool Matches(TextTerm term, string searched, bool isPrefix) =>
        isPrefix ? term.Text.StartsWith(searched, StringComparison.Ordinal) : term.Text == searched;
}
