using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bulletin.Grains.Audit;

/// <summary>How the audit log writes what was there before an act and after it.</summary>
internal static class AuditJson
{
    private static readonly JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
    {
        // The log is never put into a page unescaped, and texts of any script should be readable in it.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new TimeConverter() },
    };

    public static string? Of(object? value) => value is null ? null : JsonSerializer.Serialize(value, options);

    /// <summary>As everywhere in the API: RFC 3339 in UTC, with three fractional digits.</summary>
    private sealed class TimeConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }
}
