using System.Net;
using Bulletin.SystemTests.Harness;
using static Bulletin.SystemTests.Search.Searching;

namespace Bulletin.SystemTests.Search;

/// <summary>Whatever is searched for gets an answer, or 400 with the field that is wrong.</summary>
public sealed class BadSearches(Shared shared) : SystemTest(shared)
{
    private const int Count = 100, Seed = 20_260_101;

    private static readonly string[] Parts =
    [
        "tea", "a", " ", " ", "\"", "“", "-", "--", ":", "(", ")", "*", "'", "\\", "&", "|", "!", "<->", "=", "%", "_", "/", "^", "NEAR(", "AND", "OR", "NOT", "C++", "日本", "ไทย", "🍵", "\u200b",
        "\u3000", "́", "from:me", "from:", "in:", "in:tea", "mentions:me", "before:2026-01-31", "after:0001-01-01", "after:9999-12-31", "has:link", "is:mine", "=a1", "words:", "1.5e", "0x80070005",
    ];

    private static readonly (string Query, string Field)[] Refused =
    [
        ("", "query"), ("query=", "query"), ("query=%20", "query"), ("query=a%00b", "query"), ("query=-tea", "query"), ("query=tea%20-from:ann", "query"),
        ("query=before:tomorrow", "query"), ("query=has:music", "query"), ("query=from:", "query"), ($"query={new string('a', 501)}", "query"),
        ($"query={string.Join('+', Enumerable.Repeat("a", 21))}", "query"), ("query=tea&query=tea", "query"), ("query=tea&limit=0", "limit"), ("query=tea&limit=101", "limit"),
        ("query=tea&limit=x", "limit"), ("query=tea&timeZone=Europe/Atlantis", "timeZone"), ("query=tea&cursor=AAAA", "cursor"), ("query=tea&cursor=", "cursor"),
    ];

    [Fact]
    public async Task What_cannot_be_searched_for_is_refused_with_its_field()
    {
        var person = await Somebody();
        foreach (var (query, field) in Refused)
        {
            var refused = (await person.Api.Get($"search?{query}")).IsProblem(HttpStatusCode.BadRequest, "validation_failed");
            Assert.True(Assert.Single(refused.Json.GetProperty("errors").EnumerateObject()).Name == field, refused.ToString());
        }
    }

    [Fact]
    public async Task A_cursor_leads_on_in_its_own_search_only()
    {
        var person = await Somebody();
        var word = NewWord();
        var topic = await person.NewTopic();
        ChatMessage[] posted = [await person.Post(topic, word), await person.Post(topic, word)];
        await person.WillFind(word, posted[1], posted[0]);
        var cursor = (await person.Search(word, limit: 1)).Text("next");

        foreach (var (query, zone) in new[] { ($"{word} ", null), (word.ToUpperInvariant(), null), (word, "Europe/Paris") })
            (await person.TrySearch(query, limit: 1, cursor, zone)).IsProblem(HttpStatusCode.BadRequest, "validation_failed");

        Assert.Equal(posted[0], ChatMessage.From(Assert.Single((await person.Search(word, limit: 1, cursor)).Items()).GetProperty("message")));
    }

    [Fact]
    public async Task An_answer_is_kept_by_no_cache()
    {
        var answer = await (await Somebody()).TrySearch("tea");

        Assert.Equal("no-store", answer.Is(HttpStatusCode.OK).Header("Cache-Control"));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task No_query_is_a_mistake_of_the_server(Engine engine)
    {
        var server = engine == Engine.Sqlite ? await One() : (await Pair()).First;
        var person = await Somebody(server);
        await person.Post(await person.NewTopic("tea"), "tea");
        Random random = new(Seed);
        for (var i = 0; i < Count; i++)
        {
            var query = string.Concat(random.GetItems(Parts, random.Next(1, 9)));
            var answer = await person.TrySearch(query);
            Assert.True(answer.Status == HttpStatusCode.OK || answer is { Status: HttpStatusCode.BadRequest, Code: "validation_failed" }, $"Query {i} of seed {Seed}, '{query}': {answer}");
        }
    }
}
