using System.Net;
using Bulletin.Grains.Cluster;
using Microsoft.Extensions.Configuration;

namespace Bulletin.Grains.Tests.Cluster;

public sealed class ListeningAddressTests
{
    private static readonly HashSet<IPAddress> Machine = [IPAddress.Loopback, IPAddress.Parse("10.0.0.11"), IPAddress.Parse("fd00::11")];

    [Theory]
    [InlineData("127.0.0.1", null, "127.0.0.1")]
    [InlineData("127.0.0.2", null, "127.0.0.2")]
    [InlineData("10.0.0.11", null, "10.0.0.11")]
    [InlineData("fd00::11", null, "fd00::11")]
    [InlineData("203.0.113.7", null, "0.0.0.0")]
    [InlineData("2001:db8::7", null, "::")]
    [InlineData("10.0.0.11", "0.0.0.0", "0.0.0.0")]
    [InlineData("203.0.113.7", "10.0.0.11", "10.0.0.11")]
    public void A_silo_listens_no_wider_than_it_has_to(string advertised, string? listen, string expected) =>
        Assert.Equal(IPAddress.Parse(expected), ListeningAddress.Of(new BulletinClusterOptions { AdvertisedAddress = advertised, ListenAddress = listen }, Machine));

    [Fact]
    public void An_address_that_is_none_is_named_at_start()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Cluster:ListenAddress", "everywhere")]).Build();

        var failed = Assert.Throws<StartFailedException>(() => BulletinClusterOptions.From(configuration));

        Assert.Contains("Cluster:ListenAddress", failed.Message, StringComparison.Ordinal);
    }
}
