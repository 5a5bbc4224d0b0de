using Bulletin.Api.Http;
using Bulletin.Api.Search;

namespace Bulletin.Api.Tests.Search;

public sealed class SearchCursorTests
{
    [Fact]
    public void A_place_comes_back_as_it_was() => Assert.Equal(long.MaxValue, SearchCursor.Decode(SearchCursor.Encode(long.MaxValue, "tea", "UTC"), "tea", "UTC"));

    [Fact]
    public void The_last_page_has_no_cursor_and_the_first_needs_none() =>
        Assert.Equal((null, null), (SearchCursor.Encode(null, "tea", "UTC"), SearchCursor.Decode(null, "tea", "UTC")));

    [Theory]
    [InlineData(7, "coffee", "UTC")]
    [InlineData(7, "tea ", "UTC")]
    [InlineData(7, "tea", "Europe/Paris")]
    [InlineData(-7, "tea", "UTC")]
    public void A_place_of_another_search_is_refused(long place, string query, string zone)
    {
        var cursor = SearchCursor.Encode(place, "tea", "UTC");

        var refused = Assert.Throws<ProblemException>(() => SearchCursor.Decode(cursor, query, zone));
        Assert.Equal("cursor", Assert.Single(refused.Problem.Errors!).Key);
    }
}
