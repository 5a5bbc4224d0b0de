using System.Globalization;
using System.Net;
using System.Text.Json;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Search;

/// <summary>Searches as clients make them.</summary>
internal static class Searching
{
    /// <summary>A word that nobody else has written: letters only, so that it is one word in every sense.</summary>
    public static string NewWord() => string.Concat(Guid.CreateVersion7().ToString("N").Select(digit => (char)('a' + Convert.ToInt32($"{digit}", 16))));

    public static Task<Answer> TrySearch(this Person person, string query, int? limit = null, string? cursor = null, string? timeZone = null) =>
        person.Api.Get($"search?query={Uri.EscapeDataString(query)}{(limit is null ? "" : $"&limit={limit}")}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}"
            + (timeZone is null ? "" : $"&timeZone={Uri.EscapeDataString(timeZone)}"));

    public static async Task<JsonElement> Search(this Person person, string query, int? limit = null, string? cursor = null, string? timeZone = null) =>
        (await person.TrySearch(query, limit, cursor, timeZone)).Is(HttpStatusCode.OK).Json;

    /// <summary>The messages on all pages, in the order of the answers.</summary>
    public static async Task<IReadOnlyList<ChatMessage>> FindAll(this Person person, string query, int limit = 100, string? timeZone = null)
    {
        List<ChatMessage> found = [];
        for (string? cursor = null; ;)
        {
            var page = await person.Search(query, limit, cursor, timeZone);
            found.AddRange(page.Items().Select(hit => ChatMessage.From(hit.GetProperty("message"))));
            if ((cursor = page.Text("next")) is null) return found;
        }
    }

    /// <summary>Whether a search finds exactly these messages, newest first.</summary>
    public static async Task<bool> Finds(this Person person, string query, params ChatMessage[] messages) => AreInOrder(await person.FindAll(query), messages);

    /// <summary>Whether these are the expected messages in the expected order. Those of different topics in one millisecond have none.</summary>
    public static bool AreInOrder(IReadOnlyList<ChatMessage> found, IReadOnlyList<ChatMessage> expected)
    {
        return Times(found).SequenceEqual(Times(expected))
            && found.Select(Place).SequenceEqual(found.Select(Place).Distinct())
            && expected.GroupBy(message => message.TopicId).All(topic => topic.Select(Place).SequenceEqual(found.Where(message => message.TopicId == topic.Key).Select(Place)));

        static IEnumerable<DateTimeOffset> Times(IEnumerable<ChatMessage> messages) =>
            messages.Select(message => DateTimeOffset.Parse(message.CreatedAt, CultureInfo.InvariantCulture));
        static (Guid, long) Place(ChatMessage message) => (message.TopicId, message.Seq);
    }

    /// <summary>Waits until a search finds exactly these messages, newest first.</summary>
    public static Task WillFind(this Person person, string query, params ChatMessage[] messages) =>
        Eventually.That(() => person.Finds(query, messages), $"'{query}' finds {string.Join(", ", messages.Select(message => message.Text))}");
}
