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

    public static IReadOnlyList<Position> Positions(JsonElement page, string name = "items") => [.. page.GetProperty(name).EnumerateArray().Select(Position)];

    public static Position Position(JsonElement message) => new(message.GetProperty("seq").GetInt64(), message.GetProperty("revision").GetInt64());

    /// <summary>What a page says that the caller has of topics, by their ids.</summary>
    public static IReadOnlyDictionary<Guid, OwnTopic> OwnTopics(JsonElement page) => page.GetProperty("items").EnumerateArray().ToDictionary(
        mine => mine.GetProperty("topic").GetProperty("id").GetGuid(),
        mine => new OwnTopic(
            mine.GetProperty("readSeq").GetInt64(), mine.GetProperty("unread").GetInt32(), mine.GetProperty("mentions").GetInt32(),
            mine.GetProperty("level").GetString()!, mine.GetProperty("following").GetBoolean()));

    /// <summary>How far a topic shows that it has come: by its numbers, or by the excerpt of its last message.</summary>
    public static Position PositionOf(JsonElement topic)
    {
        var last = topic.GetProperty("lastMessage");
        var excerpt = last.ValueKind == JsonValueKind.Object ? last.GetProperty("seq").GetInt64() : 0;
        return new(Math.Max(topic.GetProperty("lastSeq").GetInt64(), excerpt), topic.GetProperty("revision").GetInt64());
    }
}
