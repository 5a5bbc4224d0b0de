using Bulletin.Grains.Search;
using Bulletin.Grains.Search.Indexing;

namespace Bulletin.Grains.Tests.Search.Indexing;

public sealed class TextFeaturesTests
{
    [Theory]
    [InlineData("see https://example.org/a?b=c")]
    [InlineData("HTTP://localhost:8080")]
    [InlineData("(https://[::1]/)")]
    [InlineData("見てhttps://例え.jp")]
    [InlineData("[tea](https://tea.example)")]
    public void An_address_is_a_link(string text) => Assert.Equal(MessageFeatures.Link, TextFeatures.Of(text));

    [Theory]
    [InlineData("use `get`")]
    [InlineData("``a ` b``")]
    [InlineData("over `two\nlines`")]
    [InlineData(@"`a\` is one")]
    [InlineData(@"\\`a`")]
    [InlineData("text\n```cs\nvar x = 1;\n```")]
    [InlineData("~~~\nnot closed")]
    [InlineData("> ```\n> quoted\n> ```")]
    [InlineData("1. ```\n   in an item")]
    public void Spans_and_fences_are_code(string text) => Assert.Equal(MessageFeatures.Code, TextFeatures.Of(text));

    [Theory]
    [InlineData("")]
    [InlineData("no links: http:// or xhttps://a or ftp://b")]
    [InlineData("one ` alone")]
    [InlineData("`` not as many `")]
    [InlineData(@"\`escaped`")]
    [InlineData("one ` here\n\nand ` there")]
    [InlineData("- one ` here\n- and ` there")]
    [InlineData("~~struck~~ and ~ about")]
    [InlineData("text ~~~ not at the start")]
    [InlineData("```no fence: has ` in it")]
    public void Other_texts_have_neither(string text) => Assert.Equal(MessageFeatures.None, TextFeatures.Of(text));

    [Fact]
    public void A_run_of_backticks_needs_another_of_its_length()
    {
        var marks = string.Concat(Enumerable.Range(1, 88).Select(count => new string('`', count) + " "));
        Assert.InRange(marks.Length, 3_900, 4_010);

        Assert.Equal(MessageFeatures.None, TextFeatures.Of(marks));
        Assert.Equal(MessageFeatures.Code, TextFeatures.Of(marks + "`"));
    }
}
