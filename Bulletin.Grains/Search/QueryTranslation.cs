namespace Bulletin.Grains.Search;

/// <summary>Translates what a person asks for into what the index is asked for.</summary>
internal static class QueryTranslation
{
    /// <returns>Null if nothing can be found: it says only what must not occur, or none of its words has a letter or digit.</returns>
    public static SearchCriteria? Of(SearchQuery query)
    {
        var wanted = Conditions(query.Texts.Where(text => !text.IsExcluded));
        var unwanted = Conditions(query.Texts.Where(text => text.IsExcluded));
        var isNarrowed = query.Authors.Count > 0 || query.Topics.Count > 0 || query.Mentioned.Count > 0 || query.Has != MessageFeatures.None;
        // Without anything to begin from, the whole index would have to be read.
        if (wanted.Count == 0 && !isNarrowed && query.Texts.Count > 0) return null;

        SearchCondition[] all = [.. wanted, .. unwanted.Select(condition => new SearchCondition.Not(condition))];
        return new(
            all switch { [] => null, [var only] => only, _ => new SearchCondition.All(all) },
            query.Authors, query.Topics, query.Mentioned, query.Has, query.From, query.Until);
    }

    private static List<SearchCondition> Conditions(IEnumerable<SearchedText> texts) => [.. texts.Select(QueryTerms.Condition).OfType<SearchCondition>()];
}
