using System.Text;
using Bulletin.Api.Accounts;
using Bulletin.Api.Http;
using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Tests.Accounts;

public sealed class UserCursorTests
{
    [Theory]
    [InlineData("ann", "ann.b")]
    [InlineData("山田太郎 😀", "yamada")]
    public void A_place_comes_back_as_it_was(string nameKey, string usernameKey) =>
        Assert.Equal(new PersonPlace(nameKey, usernameKey), UserCursor.Decode(UserCursor.Encode(new(nameKey, usernameKey), "A"), "a"));

    [Fact]
    public void The_longest_name_has_a_place()
    {
        PersonPlace place = new(new string('\uFFFD', 64), new string('x', Usernames.MaxLength));

        Assert.Equal(place, UserCursor.Decode(UserCursor.Encode(place, ""), ""));
    }

    [Fact]
    public void A_place_in_another_list_is_refused() => Refused(UserCursor.Encode(new("ann", "ann"), "a"), "b");

    [Theory]
    [InlineData("")]
    [InlineData("ann")]
    [InlineData("ann\0ann\0ann")]
    public void A_place_that_was_made_up_is_refused(string text) => Refused(OpaqueCursor.Encode("users?a", Encoding.UTF8.GetBytes(text)), "a");

    [Fact]
    public void What_is_no_text_is_refused() => Refused(OpaqueCursor.Encode("users?a", [0xFF, 0, 0xFF]), "a");

    [Fact]
    public void What_is_longer_than_any_name_is_refused() => Refused(OpaqueCursor.Encode("users?a", new byte[1_000]), "a");

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("AAAA")]
    [InlineData("ü")]
    [InlineData("AAAAAAAA ")]
    public void What_is_no_cursor_is_refused(string cursor) => Refused(cursor, "a");

    private static void Refused(string cursor, string prefix) => Assert.Throws<ProblemException>(() => UserCursor.Decode(cursor, prefix));
}
