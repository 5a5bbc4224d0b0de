using Bulletin.Api.Http;

namespace Bulletin.Api.Tests.Http;

public sealed class SecretTokenTests
{
    private const string OfCounting = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

    [Fact]
    public void A_new_token_is_unlike_the_one_before_and_has_a_hash()
    {
        var (one, other) = (SecretToken.New(), SecretToken.New());

        Assert.NotEqual(one, other);
        Assert.Equal(32, SecretToken.Hash(one)?.Length);
    }

    /// <summary>Hashes are stored: with another one, no invitation or password link would be found again.</summary>
    [Fact]
    public void The_hash_of_a_token_never_changes() =>
        Assert.Equal("630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd", Convert.ToHexStringLower(SecretToken.Hash(OfCounting)!));

    [Theory]
    [InlineData("")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8A")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh ")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdH==")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh+")]
    [InlineData("ÀAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")]
    public void What_is_no_token_has_no_hash(string text) => Assert.Null(SecretToken.Hash(text));
}
