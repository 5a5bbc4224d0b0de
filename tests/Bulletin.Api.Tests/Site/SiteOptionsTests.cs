using Bulletin.Api.Site;

namespace Bulletin.Api.Tests.Site;

public sealed class SiteOptionsTests
{
    [Theory]
    [InlineData(null, "/reset#token")]
    [InlineData("", "/reset#token")]
    [InlineData("https://chat.example.org", "https://chat.example.org/reset#token")]
    [InlineData("https://chat.example.org/", "https://chat.example.org/reset#token")]
    public void A_link_is_absolute_if_the_address_is_known(string? address, string link)
    {
        SiteOptions site = new() { PublicUrl = address };

        Assert.True(site.IsValid);
        Assert.Equal(link, site.Link("/reset#token"));
    }

    [Theory]
    [InlineData("chat.example.org")]
    [InlineData("ftp://chat.example.org")]
    [InlineData("https://chat.example.org/?a=b")]
    [InlineData("https://chat.example.org/#a")]
    public void What_is_no_address_of_a_site_is_refused(string address) => Assert.False(new SiteOptions { PublicUrl = address }.IsValid);
}
