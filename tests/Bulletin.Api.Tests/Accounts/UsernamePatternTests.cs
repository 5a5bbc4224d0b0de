using System.Text.RegularExpressions;
using Bulletin.Api.Accounts;
using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Tests.Accounts;

/// <summary>Clients check usernames by the pattern of the API reference.</summary>
public sealed class UsernamePatternTests
{
    [Fact]
    public void The_pattern_accepts_exactly_the_characters_that_usernames_may_have()
    {
        for (var one = '\0'; one < 0x3000; one++)
        {
            var name = $"a{one}a";
            Assert.True(Regex.IsMatch(name, AccountValidation.UsernamePattern) == Usernames.IsValid(name), $"U+{(int)one:X4}");
        }
    }
}
