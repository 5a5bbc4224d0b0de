using Bulletin.Grains.Search;
using static Bulletin.Grains.Search.SearchedTextKind;

namespace Bulletin.Api.Tests.Search;

public sealed class SearchTextTests
{
    public static TheoryData<string, SearchedText[]> Texts => new()
    {
        { "green tea", [new("green", Word, false), new("tea", Prefix, false)] },
        { "green tea ", [new("green", Word, false), new("tea", Word, false)] },
        { "  green\u3000tea\n", [new("green", Word, false), new("tea", Word, false)] },
        { "\"green tea\"", [new("green tea", Phrase, false)] },
        { "“green tea” cup", [new("green tea", Phrase, false), new("cup", Prefix, false)] },
        { "„grüner Tee“ ", [new("grüner Tee", Phrase, false)] },
        { "\"green tea", [new("green tea", Phrase, false)] },
        { "\"green\"tea", [new("green", Phrase, false), new("tea", Prefix, false)] },
        { "tea -green", [new("tea", Word, false), new("green", Word, true)] },
        { "tea -\"green or black\"", [new("tea", Word, false), new("green or black", Phrase, true)] },
        { "tea \"\" \" \"", [new("tea", Word, false)] },
        { "5\" pipe ", [new("5\"", Word, false), new("pipe", Word, false)] },
        { "--force ", [new("--force", Word, false)] },
        { "a - b ", [new("a", Word, false), new("-", Word, false), new("b", Word, false)] },
        { "http://x foo:bar format:x ", [new("http://x", Word, false), new("foo:bar", Word, false), new("format:x", Word, false)] },
        { "\"from:ann\"", [new("from:ann", Phrase, false)] },
    };

    [Theory, MemberData(nameof(Texts))]
    public void Words_and_phrases_are_read_as_typed(string query, SearchedText[] texts) => Assert.Equal(texts, Reading.Valid(query).Texts);

    [Fact]
    public void Operators_are_not_words()
    {
        var text = Reading.Valid("tea from:ann in:\"Tea time\" mentions:me has:link is:mine before:2026-01-31 after:2026-01-01");

        Assert.Equal([new("tea", Word, false)], text.Texts);
        Assert.Equal(["ann"], text.From);
        Assert.Equal(["Tea time"], text.In);
        Assert.Equal(["me"], text.Mentions);
        Assert.Equal(MessageFeatures.Link, text.Has);
        Assert.True(text.IsMine);
        Assert.Equal((new(2026, 1, 31), new(2026, 1, 1)), (text.Before!.Value, text.After!.Value));
    }

    [Fact]
    public void The_case_of_an_operator_does_not_matter()
    {
        var text = Reading.Valid("From:ann HAS:Code Is:Mine");

        Assert.Equal("ann", Assert.Single(text.From));
        Assert.Equal((MessageFeatures.Code, true), (text.Has, text.IsMine));
    }

    [Fact]
    public void A_person_may_be_written_as_in_a_message() => Assert.Equal(["ann"], Reading.Valid("from:@ann").From);

    [Fact]
    public void Several_people_and_topics_are_kept()
    {
        Assert.Equal(["ann", "bob"], Reading.Valid("from:ann from:bob").From);
        Assert.Equal(["Tea", "Coffee"], Reading.Valid("in:Tea in:“Coffee”").In);
    }

    [Fact]
    public void Several_features_are_all_required() =>
        Assert.Equal(MessageFeatures.Link | MessageFeatures.Reaction | MessageFeatures.Attachment, Reading.Valid("has:link has:reaction has:attachment").Has);

    [Fact]
    public void Of_several_days_the_narrowest_count()
    {
        var text = Reading.Valid("before:2026-03-01 before:2026-02-01 after:2026-01-01 after:2026-01-15");

        Assert.Equal((new(2026, 2, 1), new(2026, 1, 15)), (text.Before!.Value, text.After!.Value));
    }

    [Theory]
    [InlineData("is:mine")]
    [InlineData("from:ann -tea")]
    [InlineData("before:2026-01-31")]
    public void No_word_is_needed_beside_an_operator(string query) => Assert.NotNull(Reading.Valid(query));

    [Theory]
    [InlineData(null, "Is required.")]
    [InlineData("", "Must be between 1 and 500 characters long.")]
    [InlineData("tea\0", "Must not contain NUL characters.")]
    [InlineData("   ", "Must have something to find: a word, a phrase or an operator.")]
    [InlineData("\"\"", "Must have something to find: a word, a phrase or an operator.")]
    [InlineData("-tea -\"green tea\"", "Must have something to find, not only words to exclude.")]
    [InlineData("-tea before:2026-01-31", "Must have something to find, not only words to exclude.")]
    [InlineData("-from:ann tea", "Must not have a minus sign before 'from:'. Only words and phrases can be excluded.")]
    [InlineData("tea from: ann", "Must have a name after 'from:', without a space between.")]
    [InlineData("in:\"\"", "Must have a name after 'in:', without a space between.")]
    [InlineData("before:2026-02-30", "Must have a day after 'before:', such as 2026-01-31.")]
    [InlineData("after:yesterday", "Must have a day after 'after:', such as 2026-01-31.")]
    [InlineData("has:music", "Must have 'link', 'code', 'reaction' or 'attachment' after 'has:'.")]
    [InlineData("is:yours", "Must have 'mine' after 'is:'.")]
    public void What_cannot_be_searched_for_is_refused_with_the_reason(string? query, string reason) => Assert.Equal(reason, Reading.Mistake(query));

    [Fact]
    public void Half_a_character_is_refused() => Assert.Equal("Must be well-formed Unicode.", Reading.Mistake("tea\ud800"));

    [Fact]
    public void A_search_has_at_most_500_characters_however_wide_they_are()
    {
        Assert.NotNull(Reading.Valid(string.Concat(Enumerable.Repeat("🍵", 500))));
        Assert.Equal("Must be between 1 and 500 characters long.", Reading.Mistake(string.Concat(Enumerable.Repeat("🍵", 501))));
    }

    [Fact]
    public void A_search_has_at_most_20_words()
    {
        Assert.Equal(20, Reading.Valid(string.Join(' ', Enumerable.Repeat("tea", 20))).Texts.Count);
        Assert.Equal("Must have at most 20 words, phrases and operators.", Reading.Mistake(string.Join(' ', Enumerable.Repeat("tea", 21))));
    }
}
