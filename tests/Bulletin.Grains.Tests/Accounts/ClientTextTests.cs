using Bulletin.Grains.Accounts;

namespace Bulletin.Grains.Tests.Accounts;

public sealed class ClientTextTests
{
    [Fact]
    public void What_a_client_says_of_itself_is_kept() => Assert.Equal("curl/8.5.0 (é)", ClientText.Of(" curl/8.5.0 (é)"));

    [Theory]
    [InlineData("cu\0rl\r\n/8\u0085", "curl/8")]
    [InlineData("\u202ecurl\u200b/8", "curl/8")]
    public void Characters_that_nobody_can_see_are_removed(string said, string kept) => Assert.Equal(kept, ClientText.Of(said));

    [Fact]
    public void A_long_text_is_cut_at_two_hundred() => Assert.Equal(new string('a', 200), ClientText.Of(new string('a', 300)));

    [Fact]
    public void A_cut_leaves_no_half_of_a_character() => Assert.Equal(new string('a', 199), ClientText.Of($"{new string('a', 199)}\U0001F600"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \0\u200b")]
    public void Nothing_that_can_be_seen_is_nothing(string? said) => Assert.Null(ClientText.Of(said));
}
