using Bulletin.Grains.Accounts;

namespace Bulletin.Grains.Tests.Accounts;

public class LookAlikesTests
{
    [Theory]
    [InlineData("ada", "ada")]
    [InlineData("ADA", "ada")]
    [InlineData("аdа", "ada")] // Cyrillic
    [InlineData("αdα", "ada")] // Greek
    [InlineData("ａｄａ", "ada")] // full width
    [InlineData("𝒶𝒹𝒶", "ada")] // mathematical
    [InlineData("𝐀𝐝𝐚𝟕", "ada7")]
    [InlineData("ⓐⓓⓐ", "ada")]
    [InlineData("a\u200bd\u00ada", "ada")]
    [InlineData("\u3164ada\u2800", "ada")]
    [InlineData("ada \u2714\ufe0f", "ada")]
    [InlineData("Ιan", "ian")]
    public void A_name_that_looks_like_another_folds_to_it(string name, string folded) => Assert.Equal(folded, LookAlikes.Fold(name));

    [Theory]
    [InlineData("adml0l", "admlol")]
    [InlineData("IIsa", "llsa")]
    public void Digits_and_tall_letters_are_taken_for_each_other(string name, string mistaken) => Assert.Contains(mistaken, LookAlikes.Usernames(name));

    [Theory]
    [InlineData("Иван Петров"), InlineData("山田太郎"), InlineData("Élodie Martin"), InlineData("José"), InlineData("Ada Lovelace")]
    public void A_name_that_looks_like_no_user_name_is_mistaken_for_none(string name) => Assert.DoesNotContain(LookAlikes.Usernames(name), Usernames.IsValid);
}
