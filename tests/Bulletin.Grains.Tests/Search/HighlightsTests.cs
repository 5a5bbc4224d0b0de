using Bulletin.Grains.Search;

namespace Bulletin.Grains.Tests.Search;

public sealed class HighlightsTests
{
    [Theory]
    [InlineData("tea", "Tea, tea and teapots", "[Tea], [tea] and teapots")]
    [InlineData("te*", "Tea and teapots", "[Tea] and [teapots]")]
    [InlineData("tea milk", "milk in tea", "[milk] in [tea]")]
    [InlineData("user", "call getUserById(42)", "call get[User]ById(42)")]
    [InlineData("getuserbyid", "call getUserById(42)", "call [getUserById](42)")]
    [InlineData("use*", "call getUserById(42)", "call get[User]ById(42)")]
    [InlineData("getUserById", "get_user_by_id, getUserById", "[get_user_by_id], [getUserById]")]
    [InlineData("strasse", "Die Straße.", "Die [Straße].")]
    [InlineData("cafe", "Cafe\u0301!", "[Cafe\u0301]!")]
    [InlineData("c++", "C and C++.", "C and [C++].")]
    [InlineData(".net", "ASP.NET", "ASP[.NET]")]
    [InlineData("日本", "これは日本語です", "これは[日本]語です")]
    [InlineData("日本語", "これは日本語です", "これは[日本語]です")]
    [InlineData("語", "これは日本語です", "これは日本[語]です")]
    [InlineData("す", "これは日本語です", "これは日本語で[す]")]
    [InlineData("검색", "검색을 합니다", "[검색]을 합니다")]
    [InlineData("검*", "검색을 합니다", "[검]색을 합니다")]
    [InlineData("𠮷", "在𠮷野家", "在[𠮷]野家")]
    [InlineData("น้ำ", "ดื่มน้ำเยอะๆ", "ดื่ม[น้ำ]เยอะๆ")]
    [InlineData("👍", "ok 👍🏽!", "ok [👍🏽]!")]
    [InlineData("😂", "😂😂😂", "[😂😂😂]")]
    public void What_was_searched_for_is_marked(string query, string text, string marked) => Assert.Equal(marked, Marked(query, text));

    [Theory]
    [InlineData("\"black tea\"", "black coffee, tea, black tea", "black coffee, tea, [black tea]")]
    [InlineData("\"black tea\"", "Black\ntea", "[Black\ntea]")]
    [InlineData("\"tea tea\"", "tea tea tea", "[tea tea tea]")]
    [InlineData("user_id", "user, id, user_id", "[user, id], [user_id]")]
    public void A_phrase_is_marked_where_all_of_it_is(string query, string text, string marked) => Assert.Equal(marked, Marked(query, text));

    [Theory]
    [InlineData("tea -coffee", "tea and coffee", "[tea] and coffee")]
    [InlineData("-coffee", "coffee", "coffee")]
    [InlineData("!!", "wow!!", "wow!!")]
    public void Nothing_else_is_marked(string query, string text, string marked) => Assert.Equal(marked, Marked(query, text));

    [Theory]
    [InlineData("get getuserbyid", "getUserById", "[getUserById]")]
    [InlineData("日本 本語", "日本語", "[日本語]")]
    [InlineData("get user", "getUserById", "[getUser]ById")]
    [InlineData("get by getuserbyid", "getUserById now", "[getUserById] now")]
    public void Marks_do_not_overlap_or_touch(string query, string text, string marked) => Assert.Equal(marked, Marked(query, text));

    [Fact]
    public void A_character_that_stands_for_several_is_marked_whole()
    {
        Assert.Equal("[½] cup", Marked("1", "½ cup"));
        Assert.Equal("[㍿]ブレティン", Marked("株", "㍿ブレティン"));
    }

    [Fact]
    public void The_number_of_marks_is_bounded() =>
        Assert.Equal(200, Highlights.Of(string.Concat(Enumerable.Repeat("tea ", 16_000)), SearchCases.Texts("tea")).Count);

    private static string Marked(string query, string text)
    {
        foreach (var mark in Highlights.Of(text, SearchCases.Texts(query)).Reverse())
            text = text.Insert(mark.Start + mark.Length, "]").Insert(mark.Start, "[");
        return text;
    }
}
