using System.Text.Json;

namespace Bulletin.SystemTests.Harness;

/// <summary>What <c>JoinTopic</c> answers.</summary>
internal sealed record Joined(JsonElement Topic, IReadOnlyList<ChatMessage> Messages, long Revision, bool Reset)
{
    public static Joined From(JsonElement json) =>
        new(json.GetProperty("topic"), json.Messages("messages"), json.Number("revision"), json.GetProperty("reset").GetBoolean());
}

/// <summary>Something the hub sent unasked.</summary>
internal sealed record HubEvent(string Name, JsonElement Argument)
{
    public bool IsMessage => Name is "MessagePosted" or "MessageUpdated";
    public ChatMessage Message => ChatMessage.From(Argument);
}
