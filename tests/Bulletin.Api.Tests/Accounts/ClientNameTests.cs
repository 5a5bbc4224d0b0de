using Bulletin.Api.Accounts;

namespace Bulletin.Api.Tests.Accounts;

public sealed class ClientNameTests
{
    [Theory]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux")]
    [InlineData("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Mobile Safari/537.36", "Chrome on Android")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36 Edg/139.0.0.0", "Edge on Windows")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 OPR/122.0.0.0", "Opera on Windows")]
    [InlineData("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36", "Samsung Internet on Android")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15", "Safari on macOS")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1", "Safari on iPhone")]
    [InlineData("Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/139.0.0.0 Mobile/15E148 Safari/604.1", "Chrome on iPad")]
    [InlineData("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36", "Chrome on ChromeOS")]
    [InlineData("Mozilla/5.0 (Haiku; x86_64) Gecko/20100101 Firefox/140.0", "Firefox")]
    public void A_browser_is_named_with_its_system(string userAgent, string name) => Assert.Equal(name, ClientName.Of(userAgent));

    [Theory]
    [InlineData("curl/8.5.0", "curl/8.5.0")]
    [InlineData("Bulletin CLI", "Bulletin CLI")]
    [InlineData("Bulletin CLI/1.0 (Linux)", "Bulletin CLI/1.0")]
    [InlineData("python-requests/2.32.3 urllib3/2.2", "python-requests/2.32.3")]
    [InlineData("Mozilla/5.0 (compatible; Somebot/2.1)", "Mozilla/5.0")]
    [InlineData("Firefox/140.0", "Firefox/140.0")]
    public void Any_other_client_is_named_by_its_first_product(string userAgent, string name) => Assert.Equal(name, ClientName.Of(userAgent));

    [Fact]
    public void A_long_name_is_cut() => Assert.Equal($"{new string('a', 40)}…", ClientName.Of(new string('a', 200)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("(a comment)")]
    public void A_client_that_does_not_say_what_it_is_has_no_name(string? userAgent) => Assert.Null(ClientName.Of(userAgent));
}
