using System.Text.Json;

namespace Bulletin.SystemTests.Harness;

/// <summary>A message as the contract has it; equal when all of it is.</summary>
internal sealed record ChatMessage(
    Guid TopicId, long Seq, long Revision, Guid ClientId, string Author, string? Text, long? ReplyTo, string CreatedAt, string? EditedAt, string? DeletedAt)
{
    public static ChatMessage From(JsonElement json) => new(
        json.Id("topicId"),
        json.Number("seq"),
        json.Number("revision"),
        json.Id("clientId"),
        json.GetProperty("author").Text("username")!,
        json.Text("text"),
        json.TryGetProperty("replyTo", out var replyTo) && replyTo.ValueKind == JsonValueKind.Number ? replyTo.GetInt64() : null,
        json.Text("createdAt")!,
        json.Text("editedAt"),
        json.Text("deletedAt"));
}
