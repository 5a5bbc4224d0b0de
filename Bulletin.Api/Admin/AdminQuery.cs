using System.Globalization;
using Bulletin.Api.Http;
using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Admin;

/// <summary>Reads the filters of the lists.</summary>
internal static class AdminQuery
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;

    /// <summary>The longest text that is searched for.</summary>
    public const int MaxText = 128;

    /// <summary>RFC 3339 with a time zone, as the API writes times and as people do.</summary>
    private static readonly string[] Times = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    public static int Limit(int? limit, ValidationErrors fields)
    {
        fields.Require(limit is null or (>= 1 and <= MaxLimit), "limit", "Must be between 1 and 200.");
        return limit ?? DefaultLimit;
    }

    /// <returns>The trimmed text; null if there is none.</returns>
    public static string? Text(string? text, string field, ValidationErrors fields)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var trimmed = text.Trim();
        fields.RequireText(trimmed, field, 1, MaxText);
        return trimmed;
    }

    /// <returns>In UTC; null if none is given.</returns>
    public static DateTimeOffset? Time(string? text, string field, ValidationErrors fields)
    {
        if (text is null) return null;
        return fields.Require(
            DateTimeOffset.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time),
            field, "Must be an RFC 3339 time with a time zone, such as 2026-03-01T09:30:00Z.") ? time : null;
    }

    /// <returns>Null if none is given.</returns>
    public static Guid? Id(string? text, string field, ValidationErrors fields) =>
        text is not null && fields.RequireUuid(text, field, out var id) ? id : null;

    /// <returns>Null if none is given.</returns>
    public static bool? Flag(string? text, string field, ValidationErrors fields) =>
        OneOf(text, field, fields, ("true", true), ("false", false));

    /// <summary>A value by its name.</summary>
    /// <returns>Null if none is given.</returns>
    public static T? OneOf<T>(string? text, string field, ValidationErrors fields, params ReadOnlySpan<(string Name, T Value)> known) where T : struct
    {
        if (text is null) return null;
        foreach (var (name, value) in known)
            if (name == text) return value;
        fields.Require(holds: false, field, $"Must be one of {Names(known)}.");
        return null;
    }

    /// <returns>Null if none is given.</returns>
    public static SiteRole? Role(string? text, ValidationErrors fields) =>
        OneOf(text, "role", fields, (Contract.SiteRoles.Member, SiteRole.Member), (Contract.SiteRoles.Moderator, SiteRole.Moderator), (Contract.SiteRoles.Admin, SiteRole.Admin));

    private static string Names<T>(ReadOnlySpan<(string Name, T Value)> known)
    {
        List<string> names = [];
        foreach (var (name, _) in known) names.Add(name);
        return string.Join(", ", names);
    }
}
