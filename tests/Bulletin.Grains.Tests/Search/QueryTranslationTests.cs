using Bulletin.Grains.Search;
using static Bulletin.Grains.Search.SearchedTextKind;

namespace Bulletin.Grains.Tests.Search;

public sealed class QueryTranslationTests
{
    private static readonly Guid Ada = Guid.CreateVersion7();
    private static readonly SearchedText Tea = new("tea", Word, false);

    [Fact]
    public void One_word_is_the_whole_condition() =>
        Assert.Equivalent(QueryTerms.Condition(Tea), QueryTranslation.Of(Query(Tea))!.Condition);

    [Fact]
    public void All_texts_must_hold_and_excluded_ones_must_not()
    {
        SearchedText green = new("green", Prefix, false), black = new("black", Word, true);

        var all = Assert.IsType<SearchCondition.All>(QueryTranslation.Of(Query(black, Tea, green))!.Condition);

        Assert.Equal(3, all.Parts.Count);
        Assert.Equivalent(QueryTerms.Condition(Tea), all.Parts[0]);
        Assert.Equivalent(QueryTerms.Condition(green), all.Parts[1]);
        Assert.Equivalent(QueryTerms.Condition(black), Assert.IsType<SearchCondition.Not>(all.Parts[2]).Part);
    }

    [Fact]
    public void What_else_is_asked_for_comes_along()
    {
        var query = Query() with { Authors = [Ada], Topics = [Guid.Empty], Mentioned = [Ada], Has = MessageFeatures.Code, From = Sample.Noon, Until = Sample.Noon.AddDays(1) };

        var criteria = QueryTranslation.Of(query)!;

        Assert.Equal(
            (null, query.Authors, query.Topics, query.Mentioned, query.Has, query.From, query.Until),
            (criteria.Condition, criteria.Authors, criteria.Topics, criteria.Mentioned, criteria.Has, criteria.From, criteria.Until));
    }

    [Fact]
    public void Only_words_to_exclude_find_nothing_instead_of_reading_everything()
    {
        var query = Query(new SearchedText("tea", Word, true));

        Assert.Null(QueryTranslation.Of(query));
        Assert.Null(QueryTranslation.Of(query with { Until = Sample.Noon }));
        Assert.IsType<SearchCondition.Not>(QueryTranslation.Of(query with { Authors = [Ada] })!.Condition);
    }

    [Fact]
    public void A_word_without_terms_finds_nothing_alone_and_does_not_matter_beside_others()
    {
        SearchedText nothing = new("…", Word, false);

        Assert.Null(QueryTranslation.Of(Query(nothing)));
        Assert.Equivalent(QueryTerms.Condition(Tea), QueryTranslation.Of(Query(nothing, Tea))!.Condition);
    }

    private static SearchQuery Query(params SearchedText[] texts) => new(texts, [], [], [], MessageFeatures.None, null, null);
}
