using Bulletin.Api.Http;
using NodaTime;

namespace Bulletin.Api.Search;

/// <summary>Days as the caller's clocks show them. A day may begin at an hour other than midnight, and last 23 or 25 hours.</summary>
internal static class SearchDays
{
    // The index counts milliseconds since 1970, and not as far as the calendar goes.
    private static readonly DateOnly First = new(1970, 1, 2), Last = new(2100, 1, 1);

    /// <summary>UTC if no time zone is given.</summary>
    public static DateTimeZone? Zone(string? id, ValidationErrors fields)
    {
        if (id is null) return DateTimeZone.Utc;
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(id);
        fields.Require(zone is not null, "timeZone", "Must be the id of an IANA time zone, such as Europe/Paris.");
        return zone;
    }

    public static DateTimeOffset? StartOf(DateOnly? day, DateTimeZone zone) => day is { } given ? zone.AtStartOfDay(Within(given)).ToInstant().ToDateTimeOffset() : null;

    public static DateTimeOffset? EndOf(DateOnly? day, DateTimeZone zone) => day is { } given ? StartOf(Within(given).PlusDays(1).ToDateOnly(), zone) : null;

    private static LocalDate Within(DateOnly day) => LocalDate.FromDateOnly(day < First ? First : day > Last ? Last : day);
}
