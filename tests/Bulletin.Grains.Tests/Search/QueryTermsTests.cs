using Bulletin.Grains.Search;

namespace Bulletin.Grains.Tests.Search;

public sealed class QueryTermsTests
{
    [Theory]
    [InlineData("tea")]
    [InlineData("Tea,")]
    [InlineData("(TEA)")]
    public void A_word_asks_for_its_term(string word) => Assert.Equal(new SearchCondition.Term("tea"), Condition(word));

    [Fact]
    public void The_beginning_of_a_word_asks_for_any_term_that_begins_so() =>
        Assert.Equal(new SearchCondition.Term("te", IsPrefix: true), Condition("Te", SearchedTextKind.Prefix));

    [Theory]
    [InlineData("")]
    [InlineData("!?")]
    [InlineData(" \t")]
    [InlineData("-- = | &")]
    [InlineData("\ud800")]
    public void Without_a_letter_there_is_nothing_to_look_for(string word) => Assert.Null(Condition(word));

    [Theory]
    [InlineData("C++", "c++")]
    [InlineData("C#", "c#")]
    [InlineData(".NET", ".net")]
    [InlineData("10.0.0.1", "10.0.0.1")]
    public void What_is_more_than_its_letters_is_one_term(string word, string term) => Assert.Equal(new SearchCondition.Term(term), Condition(word));

    [Fact]
    public void A_word_of_an_unspaced_script_asks_for_its_pairs_in_order()
    {
        var phrase = Assert.IsType<SearchCondition.Phrase>(Condition("日本語"));

        Assert.Equal(["日本", "本語"], phrase.Words);
        Assert.False(phrase.IsPrefix);
    }

    [Fact]
    public void One_letter_of_an_unspaced_script_asks_for_the_pairs_that_begin_with_it() => Assert.Equal(new SearchCondition.Term("語", IsPrefix: true), Condition("語"));

    [Fact]
    public void A_letter_at_the_end_that_is_not_of_the_pair_before_it_is_asked_for() =>
        Assert.Equal(["日本", "本", "語"], Assert.IsType<SearchCondition.Phrase>(Condition("日本 語", SearchedTextKind.Phrase)).Words);

    [Theory]
    [InlineData("ㅋㅋ", "\u110f\u110f")]
    [InlineData("검ㅅ", "거\u11b7")]
    public void Only_a_consonant_after_a_syllable_is_still_being_typed(string typed, string beginning) =>
        Assert.Equal(new SearchCondition.Term(beginning, IsPrefix: true), Condition(typed, SearchedTextKind.Prefix));

    [Fact]
    public void A_sign_that_stands_for_no_consonant_asks_for_nothing_by_itself() => Assert.Null(Condition("\u11a7", SearchedTextKind.Prefix));

    [Fact]
    public void A_phrase_over_scripts_ends_with_the_beginning_of_a_pair()
    {
        var phrase = Assert.IsType<SearchCondition.Phrase>(Condition("api 語", SearchedTextKind.Phrase));

        Assert.Equal(["api", "語"], phrase.Words);
        Assert.True(phrase.IsPrefix);
    }

    [Fact]
    public void The_number_of_terms_is_bounded()
    {
        var phrase = Assert.IsType<SearchCondition.Phrase>(Condition(string.Join(' ', Enumerable.Range(0, 1_000)), SearchedTextKind.Phrase));

        Assert.Equal(64, phrase.Words.Count);
    }

    private static SearchCondition? Condition(string text, SearchedTextKind kind = SearchedTextKind.Word) => QueryTerms.Condition(new(text, kind, IsExcluded: false));
}
