using Bulletin.Api.Admin;
using Bulletin.Api.Http;

namespace Bulletin.Api.Tests.Admin;

public sealed class AdminQueryTests
{
    private static readonly DateTimeOffset halfPastNine = new(2026, 3, 1, 9, 30, 0, TimeSpan.Zero);

    private readonly ValidationErrors fields = new();

    [Theory]
    [InlineData("2026-03-01T09:30:00Z")]
    [InlineData("2026-03-01T09:30:00.000Z")]
    [InlineData("2026-03-01T09:30:00.0000000Z")]
    [InlineData("2026-03-01T10:30:00+01:00")]
    [InlineData("2026-03-01T04:00:00.000-05:30")]
    public void Times_of_any_zone_are_read(string text)
    {
        Assert.Equal(halfPastNine, AdminQuery.Time(text, "after", fields));
        Assert.True(fields.IsEmpty);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-03-01")]
    [InlineData("2026-03-01T09:30:00")]
    [InlineData("2026-03-01 09:30:00Z")]
    [InlineData("2026-02-30T09:30:00Z")]
    [InlineData("yesterday")]
    public void Times_without_a_zone_and_what_is_no_time_are_refused(string text)
    {
        Assert.Null(AdminQuery.Time(text, "after", fields));
        Assert.False(fields.IsEmpty);
    }

    [Theory]
    [InlineData(null, 50)]
    [InlineData(1, 1)]
    [InlineData(200, 200)]
    public void A_limit_is_between_1_and_200(int? given, int expected)
    {
        Assert.Equal(expected, AdminQuery.Limit(given, fields));
        Assert.True(fields.IsEmpty);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(201)]
    public void Any_other_limit_is_refused(int given)
    {
        AdminQuery.Limit(given, fields);

        Assert.False(fields.IsEmpty);
    }

    [Fact]
    public void A_value_is_known_by_its_exact_name()
    {
        Assert.True(AdminQuery.Flag("true", "deleted", fields));
        Assert.Null(AdminQuery.Flag(null, "deleted", fields));
        Assert.True(fields.IsEmpty);

        AdminQuery.Flag("True", "deleted", fields);

        var problem = Assert.Throws<ProblemException>(fields.ThrowIfAny).Problem;
        Assert.Equal("deleted: Must be one of true, false.", problem.Detail);
    }
}
