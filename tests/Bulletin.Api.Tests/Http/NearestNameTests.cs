using Bulletin.Api.Http;

namespace Bulletin.Api.Tests.Http;

public sealed class NearestNameTests
{
    private static readonly string[] Known = ["text", "clientId", "replyTo", "confirmAll"];

    [Theory]
    [InlineData("clientID", "clientId")]
    [InlineData("client_id", "clientId")]
    [InlineData("Client-Id", "clientId")]
    [InlineData("cleintId", "clientId")]
    [InlineData("reply", "replyTo")]
    [InlineData("txt", "text")]
    public void A_misspelt_name_is_recognised(string given, string meant) => Assert.Equal(meant, NearestName.Of(given, Known));

    [Theory]
    [InlineData("body")]
    [InlineData("")]
    [InlineData("__")]
    [InlineData("id")]
    public void A_name_that_is_like_no_other_is_not(string given) => Assert.Null(NearestName.Of(given, Known));

    [Fact]
    public void A_very_long_name_is_not_compared() => Assert.Null(NearestName.Of(new('x', 60_000), [new('x', 60_000)]));

    [Fact]
    public void Nothing_is_near_where_nothing_is_known() => Assert.Null(NearestName.Of("limit", []));
}
