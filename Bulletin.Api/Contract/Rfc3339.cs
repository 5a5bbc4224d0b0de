using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bulletin.Api.Contract;

/// <summary>Times in the format of the contract: RFC 3339, in UTC, with exactly three fractional digits and a <c>Z</c>.</summary>
public static class Rfc3339
{
    public const int Length = 24;
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static string ToText(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    public static bool TryFormat(DateTimeOffset time, Span<byte> utf8, out int written) =>
        time.UtcDateTime.TryFormat(utf8, out written, Format, CultureInfo.InvariantCulture);

    public static bool TryParse(string? text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}

internal sealed class Rfc3339JsonConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Rfc3339.TryParse(reader.GetString(), out var time)
            ? time
            : throw new JsonException("Must be a UTC time with milliseconds.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[Rfc3339.Length];
        _ = Rfc3339.TryFormat(value, text, out var written);
        writer.WriteStringValue(text[..written]);
    }
}
