using Bulletin.Api.Topics.Mentions;

namespace Bulletin.Api.Tests;

public sealed class MentionedNamesTests
{
    [Theory]
    [InlineData("@ann")]
    [InlineData("Hello @Ann!")]
    [InlineData("(@ann)")]
    [InlineData("**@ann**")]
    [InlineData("# @ann")]
    [InlineData("- [@ann] has it")]
    [InlineData("<b>@ann</b>")]
    [InlineData("@ann, @ANN and @ann's")]
    [InlineData("first\n@ann")]
    [InlineData("https://example.org/ @ann")]
    [InlineData("> so they said\n\n@ann")]
    [InlineData("❤️@ann")]
    [InlineData("你好@ann你好")]
    public void A_name_after_an_at_sign_is_mentioned(string text) => Assert.Equal(["ann"], Read(text));

    [Theory]
    [InlineData("`@ann`")]
    [InlineData("```\n@ann\n```")]
    [InlineData("    @ann")]
    [InlineData("> @ann")]
    [InlineData("> so @ben said\nand @ann")]
    [InlineData("[@ann](https://example.org)")]
    [InlineData("![@ann](https://example.org)")]
    [InlineData("https://example.org/@ann")]
    [InlineData("<https://example.org/@ann>")]
    [InlineData("[a]: https://example.org \"@ann\"")]
    public void Code_quotes_and_links_mention_nobody(string text) => Assert.Empty(Read(text));

    [Theory]
    [InlineData("ann@example.org")]
    [InlineData("@ann@example.org")]
    [InlineData("@@ann")]
    [InlineData("\\@ann")]
    [InlineData("é@ann")]
    [InlineData("example.org/@ann")]
    [InlineData("news+@ann")]
    [InlineData("@annä")]
    [InlineData("@ ann")]
    [InlineData("@an")]
    [InlineData("@a.name.with.more.than.32.characters")]
    [InlineData("@deleted-1234")]
    [InlineData("@")]
    public void What_is_no_name_mentions_nobody(string text) => Assert.Empty(Read(text));

    [Fact]
    public void Underscores_belong_to_the_name() => Assert.Equal(["a_long_name", "ben"], Read("@a_long_name _@ben_"));

    [Theory]
    [InlineData("Ask @j.r.", "j.r.", "j.r")]
    [InlineData("@ann...", "ann...", "ann")]
    [InlineData("@ann-", "ann-", "ann")]
    [InlineData("@ann..............................!", null, "ann")]
    public void Dots_and_hyphens_at_the_end_may_belong_to_the_sentence(string text, string? key, string? shorter) =>
        Assert.Equal(new MentionedName(key, shorter), Assert.Single(MentionedNames.In(text).Names));

    [Theory]
    [InlineData("@all")]
    [InlineData("Hear, @ALL!")]
    [InlineData("This is for @all.")]
    public void Everybody_is_mentioned_as_all(string text)
    {
        var mentioned = MentionedNames.In(text);

        Assert.True(mentioned.All);
        Assert.Empty(mentioned.Names);
    }

    [Theory]
    [InlineData("`@all`")]
    [InlineData("@allan")]
    [InlineData("@everyone")]
    public void Nothing_else_mentions_everybody(string text) => Assert.False(MentionedNames.In(text).All);

    [Fact]
    public void At_most_fifty_people_are_mentioned_in_the_order_in_which_they_come()
    {
        string[] names = [.. Enumerable.Range(100, 60).Select(number => $"user{number}")];

        Assert.Equal(names[..50], Read(string.Join(' ', names.Select(name => $"@{name}"))));
    }

    [Theory]
    [InlineData(">")]
    [InlineData("- ")]
    [InlineData("[")]
    [InlineData("*_")]
    [InlineData("![")]
    public void A_text_of_nothing_but_marks_is_not_parsed(string mark) =>
        Assert.Empty(Read(string.Concat(Enumerable.Repeat(mark, 3_900 / mark.Length)) + " @ann"));

    [Fact]
    public void A_text_that_is_nested_too_deeply_mentions_nobody() => Assert.Empty(Read($"{new string('>', 900)} @ann"));

    private static IEnumerable<string?> Read(string text) => MentionedNames.In(text).Names.Select(name => name.Key);
}
