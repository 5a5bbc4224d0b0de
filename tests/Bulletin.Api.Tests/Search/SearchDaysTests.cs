using System.Globalization;
using Bulletin.Api.Http;
using Bulletin.Api.Search;

namespace Bulletin.Api.Tests.Search;

public sealed class SearchDaysTests
{
    [Theory]
    [InlineData(null, "2026-01-31T00:00:00Z", "2026-02-01T00:00:00Z")]
    [InlineData("Europe/Paris", "2026-01-30T23:00:00Z", "2026-01-31T23:00:00Z")]
    [InlineData("Asia/Kolkata", "2026-01-30T18:30:00Z", "2026-01-31T18:30:00Z")]
    public void A_day_begins_and_ends_as_it_does_for_the_caller(string? zone, string start, string end) =>
        Assert.Equal((Time(start), Time(end)), Of(zone, new(2026, 1, 31)));

    [Fact]
    public void A_day_on_which_the_clocks_go_forward_has_23_hours()
    {
        var (start, end) = Of("Europe/Paris", new(2026, 3, 29));

        Assert.Equal(TimeSpan.FromHours(23), end - start);
    }

    [Fact]
    public void A_day_may_begin_at_one_o_clock() => Assert.Equal(Time("2026-04-23T22:00:00Z"), Of("Africa/Cairo", new(2026, 4, 24)).Start);

    [Theory]
    [InlineData("Europe/Atlantis")]
    [InlineData("")]
    [InlineData("europe/paris ")]
    public void A_time_zone_that_does_not_exist_is_refused(string zone)
    {
        var fields = new ValidationErrors();

        Assert.Null(SearchDays.Zone(zone, fields));
        Assert.Equal("timeZone", Assert.Single(Assert.Throws<ProblemException>(fields.ThrowIfAny).Problem.Errors!).Key);
    }

    private static (DateTimeOffset? Start, DateTimeOffset? End) Of(string? id, DateOnly day)
    {
        var zone = SearchDays.Zone(id, new())!;
        return (SearchDays.StartOf(day, zone), SearchDays.EndOf(day, zone));
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
