using System.Text;
using Bulletin.Grains.Names;
using Bulletin.Grains.Search;
using Bulletin.Grains.Search.Analysis;
using CsCheck;

namespace Bulletin.Grains.Tests.Search.Analysis;

public sealed class TextAnalyzerPropertyTests
{
    private const string Signs = "aB1 -_.,'+#=@/\u0301\u0e48\u200c\u200d\ufe0f\u3099\ud800\udc00\u2019½日語かー검각ᄀ\u1161\u11a8กที\u0e33हि\u0915\u094dאب";

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.String[Gen.Char, 0, 200], Gen.String[Gen.Char[Signs], 0, 60],
        Gen.Int[0, 0x10FFFF].Where(code => code is < 0xD800 or > 0xDFFF).Select(char.ConvertFromUtf32).Array[0, 60].Select(string.Concat));

    [Fact]
    public void Terms_are_as_the_index_needs_them() => Texts.Sample(text =>
    {
        foreach (var term in Terms(text))
        {
            Assert.InRange(term.Text.Length, 1, 64);
            Assert.NotEqual('=', term.Text[0]);
            Assert.DoesNotContain(term.Text, sign => char.IsWhiteSpace(sign) || char.IsControl(sign));
            Assert.Equal(term.Text, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(term.Text)));
        }
    });

    [Fact]
    public void Places_are_within_the_text_and_in_order() => Texts.Sample(text =>
    {
        Assert.All(Terms(text), term => Assert.True(term.Start >= 0 && term.Length > 0 && term.End <= text.Length));
        var words = TextAnalyzer.Analyze(text).Words;
        Assert.All(words.Zip(words.Skip(1)), pair => Assert.True(pair.First.Start <= pair.Second.Start && pair.First.End <= pair.Second.End));
    });

    [Fact]
    public void A_text_is_found_by_itself() => Texts.Sample(text =>
        Assert.True(Evaluator.Finds([new(text, SearchedTextKind.Word, false), new(text, SearchedTextKind.Phrase, false)], text)));

    [Fact]
    public void The_terms_together_are_at_most_four_times_as_long_as_the_text() => Texts.Sample(text =>
        Assert.InRange(Terms(text).Sum(term => term.Length), 0, 4 * text.Length));

    [Fact]
    public void Repetition_makes_no_text_expensive()
    {
        foreach (var pair in from one in Signs.EnumerateRunes() from other in Signs.EnumerateRunes() select $"{one}{other}")
        {
            var text = string.Concat(Enumerable.Repeat(pair, 1_000));
            Assert.InRange(Terms(text).Sum(term => term.Length), 0, 4 * text.Length);
        }
    }

    [Fact]
    public void Capitals_are_found_by_small_letters()
    {
        foreach (var rune in AllRunes())
        {
            var lower = Rune.ToLowerInvariant(rune);
            if (lower != rune) Assert.Equal(Text($"x{lower}"), Text($"x{rune}"));
        }
    }

    [Fact]
    public void Names_that_fold_alike_are_the_same_terms()
    {
        foreach (var rune in AllRunes().Where(rune => Rune.IsLetter(rune) && NameFolding.TryFold(rune.Value, out _)))
            Assert.Equal(Text(NameFolding.Fold(rune.ToString())), Text(rune.ToString()));
    }

    [Fact]
    public void Korean_syllables_are_the_same_composed_or_not()
    {
        for (var syllable = '\uAC00'; syllable <= '\uD7A3'; syllable++) Assert.Equal(Text(NameFolding.Fold($"{syllable}")), Text($"{syllable}"));
    }

    private static IEnumerable<Rune> AllRunes() => Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(code => new Rune(code));

    private static List<TextTerm> Terms(string text)
    {
        var (words, others) = TextAnalyzer.Analyze(text);
        return [.. words, .. others];
    }

    private static string Text(string text) => string.Join(' ', TextAnalyzer.Analyze(text).Words.Select(word => word.Text));
}
