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
    [InlineData("\ufb01n", "fin")]
    [InlineData("ᴀᴅᴀ ꜰɪɴ", "ada fin")]
    [InlineData("ᵃᵈᵃ¹", "ada1")]
    [InlineData("𝛂d𝛂", "ada")] // mathematical Greek
    [InlineData("🅰d🄐", "ada")]
    [InlineData("ꓮꓓꓮ", "ada")] // Lisu
    [InlineData("ada™", "ada")]
    [InlineData("deleted\u00a0 user", "deleted user")]
    public void A_name_that_looks_like_another_folds_to_it(string name, string folded) => Assert.Equal(folded, LookAlikes.Fold(name));

    [Theory]
    [InlineData("annal", "anna1"), InlineData("anna1", "annaI"), InlineData("annaI", "annal"), InlineData("anna|", "annal")]
    [InlineData("bob", "b0b"), InlineData("B0B", "bob"), InlineData("bОb", "b0b")]
    [InlineData("marnie", "mamie"), InlineData("VVill", "wi11"), InlineData("\ufb02o", "fl0")]
    public void Names_that_are_mistaken_for_each_other_have_one_skeleton(string one, string other) =>
        Assert.Equal(LookAlikes.Skeleton(one), LookAlikes.Skeleton(other));

    [Theory]
    [InlineData("Clara", "Dara"), InlineData("José", "jose"), InlineData("ada", "ida"), InlineData("Иван", "ivan"), InlineData("Neil", "Nell"), InlineData("Elia", "Ella")]
    public void Names_that_nobody_mistakes_have_skeletons_of_their_own(string one, string other) =>
        Assert.NotEqual(LookAlikes.Skeleton(one), LookAlikes.Skeleton(other));

    [Theory]
    [InlineData("Иван Петров"), InlineData("山田太郎"), InlineData("Élodie Martin"), InlineData("José"), InlineData("Ada Lovelace")]
    public void A_name_that_looks_like_no_user_name_is_mistaken_for_none(string name) => Assert.False(Usernames.IsValid(LookAlikes.Skeleton(name)));

    [Theory]
    [InlineData("admin"), InlineData("ADMlN"), InlineData("adrnin"), InlineData("a|l"), InlineData("AlI"), InlineData("|admin|"), InlineData("r00t"), InlineData("Deleted\u00a0User")]
    public void A_name_that_reads_as_a_reserved_word_is_reserved(string name) => Assert.True(Usernames.IsReservedWord(name));

    [Theory]
    [InlineData("Ali"), InlineData("ali"), InlineData("Ally"), InlineData("Adam"), InlineData("Rudi")]
    public void Names_of_people_are_not_reserved(string name) => Assert.False(Usernames.IsReservedWord(name));
}
