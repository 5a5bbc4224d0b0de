using System.Text.Json;

namespace Bulletin.SystemTests.Harness;

/// <summary>Reads answers as a client in any language does: by names, with no types shared with the server.</summary>
internal static class JsonReading
{
    public static string? Text(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static long Number(this JsonElement json, string name) => json.GetProperty(name).GetInt64();

    public static Guid Id(this JsonElement json, string name = "id") => json.GetProperty(name).GetGuid();

    public static bool IsNull(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Null;

    public static IReadOnlyList<JsonElement> Items(this JsonElement json, string name = "items") => [.. json.GetProperty(name).EnumerateArray()];

    public static IReadOnlyList<ChatMessage> Messages(this JsonElement json, string name = "items") => [.. json.Items(name).Select(ChatMessage.From)];

    /// <summary>The fields of an object, sorted.</summary>
    public static string Fields(this JsonElement json) =>
        string.Join(' ', json.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
}
