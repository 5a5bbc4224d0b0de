using Bulletin.Grains.Accounts;
using CsCheck;

namespace Bulletin.Grains.Tests.Accounts;

public sealed class RefreshTokenTests
{
    private static readonly Gen<string> Names =
        Gen.String[Gen.Char["abcdefghijklmnopqrstuvwxyz0123456789._-"], Usernames.MinLength, Usernames.MaxLength];

    [Fact]
    public void A_token_leads_to_its_account_and_session() =>
        Names.Select(Gen.Guid).Sample((name, session) =>
        {
            var token = RefreshToken.Create(name, session);
            var read = RefreshToken.TryParse(token.InClear());

            Assert.NotNull(read);
            Assert.Equal(name, read.UsernameKey);
            Assert.Equal(session, read.SessionId);
            Assert.Equal(token.FamilyHash, read.FamilyHash);
            Assert.Equal(token.SecretHash, read.SecretHash);
            Assert.InRange(token.InClear().Length, 1, RefreshToken.MaxLength);
            Assert.Matches("^[A-Za-z0-9_-]+$", token.InClear());
        });

    [Fact]
    public void The_next_token_is_of_the_same_family_under_another_secret()
    {
        var token = RefreshToken.Create("ada", Guid.CreateVersion7());
        var salt = RefreshToken.NewSalt();
        var next = token.Next(salt);
        Assert.Equal(next.InClear(), token.Next(salt).InClear());
        Assert.NotEqual(next.InClear(), token.Next(RefreshToken.NewSalt()).InClear());
        Assert.Equal(token.SessionId, next.SessionId);
        Assert.Equal(token.FamilyHash, next.FamilyHash);
        Assert.NotEqual(token.SecretHash, next.SecretHash);
    }

    [Fact]
    public void No_text_makes_the_parser_stumble() =>
        Gen.OneOf(Gen.String, Gen.Byte.Array[0, 200].Select(Convert.ToBase64String), Gen.Byte.Array[60, 100].Select(bytes => System.Buffers.Text.Base64Url.EncodeToString([1, .. bytes])))
            .Sample(text =>
            {
                var read = RefreshToken.TryParse(text);
                Assert.True(read is null || Usernames.IsValid(read.UsernameKey));
            });

    [Fact]
    public void A_token_that_was_cut_or_lengthened_is_none()
    {
        var text = RefreshToken.Create("ada", Guid.CreateVersion7()).InClear();
        Assert.Null(RefreshToken.TryParse(null));
        Assert.Null(RefreshToken.TryParse(""));
        Assert.Null(RefreshToken.TryParse(text[..80]));
        Assert.Null(RefreshToken.TryParse(text + new string('A', RefreshToken.MaxLength)));
        Assert.Null(RefreshToken.TryParse(RefreshToken.Create("Ada", Guid.CreateVersion7()).InClear()));
    }
}
