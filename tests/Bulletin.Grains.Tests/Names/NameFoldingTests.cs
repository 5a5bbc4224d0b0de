using Bulletin.Grains.Names;

namespace Bulletin.Grains.Tests.Names;

public sealed class NameFoldingTests
{
    [Theory]
    [InlineData("café", "cafe")]
    [InlineData("CAFÉ", "cafe")]
    [InlineData("cafe\u0301", "cafe")]
    [InlineData("CAFE\u0301", "cafe")]
    [InlineData("İstanbul", "istanbul")]
    [InlineData("I\u0307stanbul", "istanbul")]
    [InlineData("ısparta", "ISPARTA")]
    [InlineData("straße", "STRASSE")]
    [InlineData("ẞ", "ss")]
    [InlineData("ΟΔΟΣ", "οδος")]
    [InlineData("Ἀθῆναι", "αθηναι")]
    [InlineData("Łódź", "lodz")]
    [InlineData("ﬁn ＡＢ①", "fin ab1")]
    [InlineData("שָׁלוֹם", "שלום")]
    [InlineData("كِتَاب", "كتاب")]
    [InlineData("أحمد", "احمد")]
    [InlineData("Ёлка", "елка")]
    [InlineData("й", "и\u0306")]
    [InlineData("한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8")]
    [InlineData("が", "か\u3099")]
    [InlineData("ﾊﾟﾝ", "パン")]
    [InlineData("  a \u00a0 b ", "a b")]
    [InlineData("❤\ufe0f", "❤")]
    public void Names_are_the_same_whatever_their_form_case_and_accents(string one, string other) =>
        Assert.Equal(NameFolding.Fold(other), NameFolding.Fold(one));

    [Theory]
    [InlineData("か", "が")]
    [InlineData("हिन्दी", "हनद")]
    [InlineData("山", "川")]
    [InlineData("Ada", "Аda")]
    public void Other_letters_are_other_names(string one, string other) => Assert.NotEqual(NameFolding.Fold(other), NameFolding.Fold(one));

    [Fact]
    public void What_is_folded_stays_as_it_is()
    {
        for (var code = 0; code <= 0x10FFFF; code++)
        {
            if (code is >= 0xD800 and <= 0xDFFF) continue;
            var once = NameFolding.Fold(char.ConvertFromUtf32(code));
            Assert.Equal(once, NameFolding.Fold(once));
        }
    }

    [Fact]
    public void A_person_is_found_by_the_user_name_and_from_each_word_of_the_display_name_on() =>
        Assert.Equal(
            ["ada.l", "jean-luc o'brien", "luc o'brien", "o'brien", "brien"],
            NameKeys.OfPerson("Ada.L", "Jean-Luc O'Brien"));

    [Fact]
    public void A_vowel_sign_ends_no_word() => Assert.Equal(["ada", NameFolding.Fold("हिन्दी")], NameKeys.OfPerson("ada", "हिन्दी"));

    [Fact]
    public void A_key_never_ends_within_a_character() =>
        Assert.All(NameKeys.OfPerson("ada", "a" + string.Concat(Enumerable.Repeat("😀", 60))), key => Assert.False(char.IsHighSurrogate(key[^1])));
}
