using Bulletin.Api.Admin;
using Bulletin.Api.Http;
using Bulletin.Grains;

namespace Bulletin.Api.Tests.Admin;

public sealed class AdminCursorTests
{
    private static readonly Guid id = Guid.CreateVersion7();

    [Theory]
    [InlineData(null, 0, 0)]
    [InlineData("", -1, 1)]
    [InlineData("山田太郎 😀", 1_790_000_000_000, long.MaxValue)]
    public void A_place_comes_back_as_it_was(string? text, long number, long seq)
    {
        ListPlace place = new(text, number, id, seq);

        Assert.Equal(place, AdminCursor.Decode("users", AdminCursor.Encode("users", place)));
    }

    [Fact]
    public void The_last_page_has_no_next_and_the_first_no_place()
    {
        Assert.Null(AdminCursor.Encode("users", place: null));
        Assert.Null(AdminCursor.Decode("users", cursor: null));
    }

    [Fact]
    public void A_cursor_is_refused_with_other_filters()
    {
        var cursor = AdminCursor.Encode(AdminCursor.List("users", "ann", null), new(null, 1, id));

        Refused(AdminCursor.List("users", null, "ann"), cursor!);
        Refused(AdminCursor.List("topics", "ann", null), cursor!);
    }

    [Fact]
    public void What_no_database_takes_is_refused()
    {
        Refused("users", AdminCursor.Encode("users", new("ann\0", 1, id))!);
        Refused("users", AdminCursor.Encode("users", new(null, long.MaxValue, id))!);
        Refused("users", AdminCursor.Encode("users", new(null, long.MinValue, id))!);
    }

    [Fact]
    public void What_was_made_up_is_refused()
    {
        Refused("users", OpaqueCursor.Encode("users", new byte[32]));
        Refused("users", OpaqueCursor.Encode("users", [.. new byte[32], 1, 0xFF]));
        Refused("users", "AAAA");
    }

    private static void Refused(string list, string cursor) =>
        Assert.Equal("validation_failed", Assert.Throws<ProblemException>(() => AdminCursor.Decode(list, cursor)).Problem.Code);
}
