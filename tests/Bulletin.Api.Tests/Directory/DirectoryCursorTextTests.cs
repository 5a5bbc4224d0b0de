using Bulletin.Api.Directory;
using Bulletin.Api.Http;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Api.Tests;

public sealed class DirectoryCursorTextTests
{
    private static readonly DirectoryCursor s_place = new(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), Guid.CreateVersion7());

    [Theory]
    [InlineData(null, null)]
    [InlineData("tea", null)]
    [InlineData(null, Access.Direct)]
    [InlineData("tea", Access.Private)]
    public void A_place_comes_back_as_it_was(string? query, Access? access) =>
        Assert.Equal(s_place, DirectoryCursorText.Decode(DirectoryCursorText.Encode(s_place, query, access), query, access));

    [Theory]
    [InlineData(null, null, null, Access.Public)]
    [InlineData(null, Access.Private, null, Access.Direct)]
    [InlineData("tea", Access.Private, "tea", null)]
    [InlineData("tea", Access.Private, "coffee", Access.Private)]
    public void A_place_of_another_search_or_filter_is_refused(string? query, Access? access, string? otherQuery, Access? otherAccess) =>
        Assert.Throws<ProblemException>(() => DirectoryCursorText.Decode(DirectoryCursorText.Encode(s_place, query, access), otherQuery, otherAccess));
}
