using Bulletin.Grains.Search.Analysis;

namespace Bulletin.Grains.Search;

/// <summary>Which terms a searched text asks for. Both the query and the highlights follow it.</summary>
internal static class QueryTerms
{
    private const int MaxTerms = 64;

    /// <returns>Null: there is nothing to look for, as in a text of punctuation only.</returns>
    public static SearchCondition? Condition(SearchedText text)
    {
        var analyzed = TextAnalyzer.Analyze(Complete(text));
        if (analyzed.Words is []) return null;

        var words = Words(analyzed, text.Kind == SearchedTextKind.Prefix);
        if (words is []) return null;

        var isPrefix = text.Kind == SearchedTextKind.Prefix || UnspacedScripts.IsLetter(words[^1].Text);
        var whole = analyzed.Others.Where(other => other.Start <= words[0].Start && other.End >= words[^1].End).Select(other => other.Text).ToList();
        // Only .net, and not every net.
        if (words.Count == 1 && whole is [var dotted]) return new SearchCondition.Term(dotted, isPrefix);
        if (text.Kind == SearchedTextKind.Phrase) return InOrder(words, isPrefix);

        List<SearchCondition> any = [InOrder(words, isPrefix), .. whole.Select(joined => new SearchCondition.Term(joined, isPrefix))];
        if (words.Count == 1 && string.Concat(analyzed.Others.Select(part => part.Text)) == words[0].Text) any.Add(InOrder(analyzed.Others, isPrefix));
        return any is [var only] ? only : new SearchCondition.Any(any);
    }

    /// <summary>While a Korean syllable is begun, the word is searched without it.</summary>
    private static string Complete(SearchedText text) =>
        text.Kind == SearchedTextKind.Prefix && text.Text is [.., var syllable, var last] && Korean.IsSyllable(syllable) && Korean.IsTyped(last) ? text.Text[..^1] : text.Text;

    /// <summary>In the text searched through, the last letter may be followed by another one, and a Korean syllable that is typed may get a final consonant.</summary>
    private static List<TextTerm> Words(AnalyzedText analyzed, bool isTyped)
    {
        var words = analyzed.Words.ToList();
        if (words is [.., var pair, var letter] && letter.Start < pair.End && UnspacedScripts.IsLetter(letter.Text)) words.RemoveAt(words.Count - 1);
        if (!isTyped) return words;

        var typed = words[^1].Text.TrimEnd((char)Korean.Filler);
        if (typed.Length > 0) words[^1] = words[^1] with { Text = typed };
        else words.RemoveAt(words.Count - 1);
        return words;
    }

    private static SearchCondition InOrder(IReadOnlyList<TextTerm> words, bool isPrefix) => words is [var word]
        ? new SearchCondition.Term(word.Text, isPrefix)
        : new SearchCondition.Phrase([.. words.Take(MaxTerms).Select(word => word.Text)], isPrefix);
}
