using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Tests;

public sealed class CommonPasswordsTests
{
    [Theory]
    [InlineData("password")]
    [InlineData("Password123!")]
    [InlineData("qwertyuiop")]
    [InlineData("poiuytrewq")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("ada.lovelace")]
    [InlineData("Ada.Lovelace")]
    [InlineData("bulletin")]
    [InlineData("Bulletin2026!")]
    [InlineData("p@ssw0rd")]
    public void What_attackers_try_first_is_common(string password) => Assert.True(CommonPasswords.Has(password, "ada.lovelace"));

    [Theory]
    [InlineData("correct horse battery staple")]
    [InlineData("the bulletin of the week")]
    [InlineData("lovelace and babbage")]
    [InlineData("grace.hopper")]
    public void A_passphrase_or_another_s_name_is_not(string password) => Assert.False(CommonPasswords.Has(password, "ada.lovelace"));
}
