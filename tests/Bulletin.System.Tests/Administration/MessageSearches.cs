using System.Net;
using System.Text.Json;
using Bulletin.SystemTests.Harness;
using Bulletin.SystemTests.Search;
using static Bulletin.SystemTests.Search.Searching;

namespace Bulletin.SystemTests.Administration;

/// <summary>Admins search the messages of everybody as people search those that they may read.</summary>
[Collection(nameof(AdministeredSites))]
public sealed class MessageSearches(Shared shared, AdministeredSites sites) : AdministrationTest(shared, sites)
{
    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task An_admin_finds_messages_of_private_topics_by_all_that_a_search_knows(Engine engine)
    {
        var site = await Site(engine);
        var (author, word, name) = (await site.Newcomer(), NewWord(), NewWord());
        var hidden = (await author.Api.Post("topics", new { name, access = "private" })).Is(HttpStatusCode.Created).Json.Id();
        var (green, black) = (await author.Post(hidden, $"green {word} pot"), await author.Post(hidden, $"black {word}"));
        await author.WillFind(word, black, green);

        foreach (var (query, found) in new (string, ChatMessage[])[]
        {
            (word, [black, green]), (word[..20], [black, green]), ($"\"{word} pot\"", [green]), ($"{word} -black", [green]), ($"{word} from:{author.Username}", [black, green]),
            ($"{word} in:{name}", [black, green]), ($"{word} in:{hidden}", [black, green]), ($"{word} is:mine", []), ($"{word} before:2020-01-01", []), ($"{word} in:{NewWord()}", []),
        })
            Assert.Equal(found.Select(message => (message.TopicId, message.Seq)), Found(await Listed(site.ChiefAt(1), query)));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task That_an_admin_found_private_messages_is_in_the_audit_log_with_the_query(Engine engine)
    {
        var site = await Site(engine);
        var (author, word) = (await site.Newcomer(), NewWord());
        var hidden = await author.NewPrivateTopic();
        await author.WillFind(word, await author.Post(hidden, word));
        var admin = await site.Staff("admin", 1);

        Assert.Single((await Listed(admin, $"{word} ")).Items());

        var act = Assert.Single(await site.Audit($"&target={hidden}"));
        Assert.Equal(("topic.messages_read", admin.Id, $"{word} "), (act.Text("action"), act.GetProperty("actor").Id(), act.GetProperty("after").Text("query")));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_cursor_of_a_search_is_one_of_that_search_only(Engine engine)
    {
        var site = await Site(engine);
        var (author, word) = (await site.Newcomer(), NewWord());
        var topic = await author.NewTopic();
        ChatMessage[] messages = [await author.Post(topic, word), await author.Post(topic, word)];
        await author.WillFind(word, [.. messages.Reverse()]);
        var first = await Listed(site.Chief, word, "&limit=1");
        var (found, listed) = (first.Text("next")!, (await site.Chief.Api.Get("admin/messages?limit=1")).Is(HttpStatusCode.OK).Json.Text("next")!);

        var second = await Listed(site.ChiefAt(1), word, $"&limit=1&cursor={Uri.EscapeDataString(found)}");
        Assert.Equal([(topic, messages[1].Seq), (topic, messages[0].Seq)], Found(first).Concat(Found(second)));
        Assert.Null(second.Text("next"));
        foreach (var mixed in new[] { $"cursor={found}", $"query={word}&cursor={listed}", $"query={word}&author={author.Username}&cursor={found}", $"query={word}%20tea&cursor={found}" })
            (await site.Chief.Api.Get($"admin/messages?{mixed}")).IsProblem(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Theory, InlineData("from:"), InlineData("has:teeth"), InlineData("-coffee"), InlineData("before:yesterday")]
    public async Task A_search_that_means_nothing_is_refused(string query)
    {
        var site = await Site(Engine.Sqlite);

        var refused = (await site.Chief.Api.Get($"admin/messages?query={Uri.EscapeDataString(query)}")).IsProblem(HttpStatusCode.BadRequest, "validation_failed");

        Assert.Equal("query", Assert.Single(refused.Json.GetProperty("errors").EnumerateObject()).Name);
    }

    private static async Task<JsonElement> Listed(Person admin, string query, string more = "") =>
        (await admin.Api.Get($"admin/messages?query={Uri.EscapeDataString(query)}{more}")).Is(HttpStatusCode.OK).Json;

    private static IEnumerable<(Guid, long)> Found(JsonElement page) =>
        page.Items().Select(item => ChatMessage.From(item.GetProperty("message"))).Select(message => (message.TopicId, message.Seq));
}
