using System.Net;
using System.Text.Json;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Personal;

/// <summary>Asks for and changes what is somebody's own.</summary>
internal static class Owned
{
    /// <summary>Every topic that they follow or have opened. More than a page of them is a mistake of the test.</summary>
    public static async Task<IReadOnlyList<JsonElement>> MyTopics(this Person person)
    {
        var page = (await person.Api.Get("users/me/topics?limit=100")).Is(HttpStatusCode.OK).Json;
        Assert.True(page.IsNull("next"), "There is more than one page.");
        return page.Items();
    }

    /// <summary>What they have of one topic; null for nothing.</summary>
    public static async Task<JsonElement?> MyTopic(this Person person, Guid topic) =>
        (await person.Api.Get($"users/me/topics?ids={topic}")).Is(HttpStatusCode.OK).Json.Items() is [var mine] ? mine : null;

    public static async Task<JsonElement> Notifications(this Person person, string query = "limit=100") =>
        (await person.Api.Get($"notifications?{query}")).Is(HttpStatusCode.OK).Json;

    /// <summary>How often they are notified of a message.</summary>
    public static async Task<int> TimesNotified(this Person person, Guid topic, long seq) =>
        (await person.Notifications()).Items().Count(notification => IsOf(notification, topic, seq));

    public static async Task<JsonElement> Read(this Person person, Guid topic, long seq) =>
        (await person.Api.Put($"topics/{topic}/read", new { seq })).Is(HttpStatusCode.OK).Json;

    public static async Task<JsonElement> MarkUnread(this Person person, Guid topic, long seq) =>
        (await person.Api.Put($"topics/{topic}/read", new { seq, unread = true })).Is(HttpStatusCode.OK).Json;

    public static async Task<JsonElement> SetLevel(this Person person, Guid topic, string level) =>
        (await person.Api.Put($"topics/{topic}/level", new { level })).Is(HttpStatusCode.OK).Json;

    public static async Task<JsonElement> Pin(this Person person, Guid topic) =>
        (await person.Api.Put($"topics/{topic}/pinned")).Is(HttpStatusCode.OK).Json;

    public static async Task<JsonElement> Unpin(this Person person, Guid topic) =>
        (await person.Api.Delete($"topics/{topic}/pinned")).Is(HttpStatusCode.OK).Json;

    public static Task<Answer> TrySaveDraft(this Person person, Guid topic, string text, long version) =>
        person.Api.Put($"topics/{topic}/draft", new { text, version });

    public static async Task Remove(this Person owner, Guid topic, Person member) =>
        (await owner.Api.Delete($"topics/{topic}/members/{member.Username}")).Is(HttpStatusCode.NoContent);

    /// <summary>Waits for an event that the hub sends about a topic, or about one of its messages.</summary>
    public static async Task<JsonElement> Told(this HubClient hub, string name, Guid topic, long after = 0) =>
        (await hub.Event(e => e.Name == name && e.Argument.Number("version") > after && TopicOf(e) == topic, $"{name} of {topic}")).Argument;

    public static bool IsOf(JsonElement notification, Guid topic, long seq) =>
        notification.GetProperty("topic").Id() == topic && notification.GetProperty("message") is { ValueKind: JsonValueKind.Object } message && message.Number("seq") == seq;

    private static Guid TopicOf(HubEvent told) => told.Name == "Notified" ? told.Argument.GetProperty("notification").GetProperty("topic").Id() : told.Argument.Id("topicId");
}
