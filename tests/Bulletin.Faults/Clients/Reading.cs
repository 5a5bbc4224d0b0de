using System.Text.Json;
using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Clients;

/// <summary>Reads answers as a client in any language does: by names, with no types shared with the server.</summary>
internal static class Reading
{
    public static Seen Seen(JsonElement message)
    {
        var deleted = message.TryGetProperty("deletedAt", out var at) && at.ValueKind == JsonValueKind.String;
        return new(
            message.GetProperty("seq").GetInt64(), message.GetProperty("revision").GetInt64(),
            message.GetProperty("author").GetProperty("id").GetGuid(), message.GetProperty("clientId").GetGuid(),
            deleted ? 0 : Recording.Seen.Fingerprint(message.GetProperty("text").GetString()));
    }

    public static IReadOnlyList<Seen> Messages(JsonElement page, string name = "items") => [.. page.GetProperty(name).EnumerateArray().Select(Seen)];
}
