using Bulletin.Grains.Search.Analysis;

namespace Bulletin.Grains.Tests.Search.Analysis;

public sealed class TextAnalyzerTests
{
    [Theory]
    [InlineData("Hello, World!", "hello world")]
    [InlineData("  \t\r\n ", "")]
    [InlineData("user_id", "user id")]
    [InlineData("getUserById", "getuserbyid")]
    [InlineData("written in C++, C# or F#.", "written in c++ c# or f#")]
    [InlineData("## Heading ## issue#5", "heading issue 5")]
    [InlineData("1,000 or 3.14 or 1,2,3", "1000 or 3.14 or 1 2 3")]
    [InlineData("1,0000 or 1000,000 or 1,00", "1 0000 or 1000 000 or 1 00")]
    [InlineData("5⁄6 or \ufffd or \ufffc", "5 6 or or")]
    [InlineData("10.0.0.1:8080, v1.2.3.", "10.0.0.1 8080 v1.2.3")]
    [InlineData("日本語", "日本 本語 語")]
    [InlineData("重跑gen-itgc后", "重跑 跑 gen itgc 后")]
    [InlineData("ไทย", "ไท ทย ย")]
    [InlineData("\u2764\ufe0f \ud83d\udc4d\ud83c\udffd", "\u2764 \ud83d\udc4d")]
    [InlineData("\ud83d\ude02\ud83d\ude02\ud83c\udf89", "\ud83d\ude02 \ud83c\udf89")]
    [InlineData("a =b= c", "a b c")]
    [InlineData("x┌─┐y", "x y")]
    public void Words_are_in_the_order_of_the_text(string text, string words) =>
        Assert.Equal(words, string.Join(' ', TextAnalyzer.Analyze(text).Words.Select(word => word.Text)));

    [Theory]
    [InlineData("getUserById", "get user by id")]
    [InlineData("HTTPServer", "http server")]
    [InlineData("userIDs", "user ids")]
    [InlineData("RFC7231", "rfc 7231")]
    [InlineData("31.12.2026", "31 12 2026")]
    [InlineData("v1.2.3", "1.2.3")]
    [InlineData("Wi-Fi", "wifi")]
    [InlineData("don’t", "dont")]
    [InlineData("node.js", ".js nodejs")]
    [InlineData(".NET", ".net")]
    [InlineData("...really", "")]
    [InlineData(".averyveryverylongword", "")]
    [InlineData("URLsAndIDs", "urls and ids")]
    [InlineData("HTTPSession", "http session")]
    [InlineData("Notepad++", "notepad")]
    [InlineData("10-12", "")]
    [InlineData("plain", "")]
    [InlineData("4f3c9d1e7a2b8c6d5e0f1a9b3c7d2e8f", "")]
    public void Parts_and_joined_words_are_terms_besides(string text, string others) =>
        Assert.Equal(others, string.Join(' ', TextAnalyzer.Analyze(text).Others.Select(other => other.Text)));

    [Theory]
    [InlineData("see getUserById", "user", "User")]
    [InlineData("the Wi-Fi", "wifi", "Wi-Fi")]
    [InlineData("Straße!", "strasse", "Straße")]
    [InlineData("x 𠮷野家", "𠮷野", "𠮷野")]
    [InlineData("Cafe\u0301s", "cafes", "Cafe\u0301s")]
    [InlineData("all 1,000 of", "1000", "1,000")]
    [InlineData("\ud83d\udc4d\ud83c\udffd!", "\ud83d\udc4d", "\ud83d\udc4d\ud83c\udffd")]
    public void A_term_knows_its_place_in_the_text(string text, string term, string part)
    {
        var (words, others) = TextAnalyzer.Analyze(text);
        var found = words.Concat(others).Single(one => one.Text == term);

        Assert.Equal(part, text.Substring(found.Start, found.Length));
    }

    [Fact]
    public void Long_terms_are_cut()
    {
        Assert.Equal(new string('x', 64), Assert.Single(TextAnalyzer.Analyze(new('x', 1_000)).Words).Text);
        Assert.Equal(TextAnalyzer.Analyze(new('x', 64)).Words[0].Text, TextAnalyzer.Analyze(new string('x', 64) + "yz").Words[0].Text);
    }

    [Fact]
    public void Words_that_are_long_together_are_not_joined() => Assert.Empty(TextAnalyzer.Analyze($"{new string('x', 40)}-{new string('y', 40)}").Others);

    [Fact]
    public void A_cut_term_ends_with_a_whole_character() =>
        Assert.False(char.IsHighSurrogate(TextAnalyzer.Analyze('x' + string.Concat(Enumerable.Repeat("\U00010428", 40))).Words[0].Text[^1]));
}
