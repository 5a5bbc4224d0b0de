using System.Net;
using Bulletin.SystemTests.Harness;
using static Bulletin.SystemTests.Search.Searching;

namespace Bulletin.SystemTests.Search;

/// <summary>Messages are found through every gateway, as they are now.</summary>
public sealed class FoundMessages(Shared shared) : SystemTest(shared)
{
    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_message_is_found_by_its_text_and_an_edited_one_by_its_new_text_only(Engine engine)
    {
        var (author, reader) = await Two(engine);
        var (word, edited) = (NewWord(), NewWord());
        var topic = await author.NewTopic();
        var message = await author.Post(topic, $"Green tea, {word}");

        await reader.WillFind($"tea {word}", message);
        message = await author.Edit(topic, message.Seq, $"Black tea, {edited}");
        await reader.WillFind(edited, message);

        Assert.Empty(await reader.FindAll(word));
        Assert.Equal(message, Assert.Single(await reader.FindAll(edited)));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_deleted_message_is_not_found(Engine engine)
    {
        var (author, reader) = await Two(engine);
        var word = NewWord();
        var topic = await author.NewTopic();
        var messages = new[] { await author.Post(topic, $"{word} 1"), await author.Post(topic, $"{word} 2") };
        await reader.WillFind(word, messages[1], messages[0]);

        (await author.Api.Delete($"topics/{topic}/messages/{messages[1].Seq}")).Is(HttpStatusCode.NoContent);

        await reader.WillFind(word, messages[0]);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task What_was_searched_for_is_marked_in_the_text_and_the_topic_is_named(Engine engine)
    {
        var (author, reader) = await Two(engine);
        var word = NewWord();
        var topic = await author.NewTopic("Tea");
        var message = await author.Post(topic, $"🍵 {word}, a CAFÉ and {word}s");
        await reader.WillFind(word, message);

        var hit = Assert.Single((await reader.Search($"{word} cafe")).Items());

        Assert.Equal((topic, "Tea"), (hit.GetProperty("topic").Id(), hit.GetProperty("topic").Text("name")));
        Assert.Equal(
            [word, "CAFÉ"],
            hit.Items("highlights").Select(part => message.Text!.Substring(part[0].GetInt32(), part[1].GetInt32())));
        var direct = (await author.Api.Post("direct", new { usernames = new[] { reader.Username } })).Is(HttpStatusCode.Created).Json.Id();
        await reader.WillFind($"in:{direct} {word}", await author.Post(direct, word));
        Assert.True((await reader.Search($"in:{direct} {word}")).Items()[0].GetProperty("topic").IsNull("name"));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Pages_follow_each_other_without_gap_or_repeat_while_others_post(Engine engine)
    {
        const int Count = 120;
        var (author, reader) = await Two(engine);
        var word = NewWord();
        Guid[] topics = [await author.NewTopic(), await author.NewTopic(), await author.NewPrivateTopic(reader)];
        List<ChatMessage> posted = [];
        for (var i = 0; i < Count; i++) posted.Add(await author.Post(topics[i % topics.Length], $"{word} {i}"));
        posted.Reverse();
        await reader.WillFind(word, [.. posted]);

        var first = await reader.Search(word, limit: 7);
        await reader.WillFind($"after {word}", await author.Post(topics[0], $"after {word}"));
        List<ChatMessage> found = [.. first.Items().Select(hit => ChatMessage.From(hit.GetProperty("message")))];
        for (var cursor = first.Text("next"); cursor is not null;)
        {
            var page = await reader.Search(word, limit: 7, cursor);
            found.AddRange(page.Items().Select(hit => ChatMessage.From(hit.GetProperty("message"))));
            cursor = page.Text("next");
        }

        Assert.True(AreInOrder(found, posted), $"Found {string.Join(", ", found.Select(message => message.Text))}");
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Every_script_and_code_is_searched(Engine engine)
    {
        var (author, reader) = await Two(engine);
        var topic = await author.NewTopic();
        var tag = NewWord();
        (string Text, string[] Queries)[] cases =
        [
            ("昨日の会議で日本語の検索について話した", ["日本語", "検索", "会議"]),
            ("วันนี้เราประชุมเรื่องการค้นหา", ["ประชุม", "ค้นหา"]),
            ("오늘 회의에서 검색을 이야기했다", ["검색", "회의"]),
            ("Rewritten from C++ to C# on .NET", ["C++", "C#", ".NET"]),
            ("call getUserById in topic_grain.cs", ["user", "getUserById", "grain", "topic_grain.cs"]),
            ("Straße nach Łódź", ["strasse", "lodz"]),
            ("Привет, мир", ["привет", "МИР"]),
        ];
        List<ChatMessage> posted = [];
        foreach (var (text, _) in cases) posted.Add(await author.Post(topic, $"{text} {tag}"));
        await reader.WillFind(tag, [.. posted.AsEnumerable().Reverse()]);

        foreach (var (message, queries) in posted.Zip(cases, (message, one) => (message, one.Queries)))
            foreach (var query in queries)
                Assert.True(await reader.Finds($"{query} {tag}", message), $"'{query}' does not find '{message.Text}' alone.");
    }

    private async Task<(Person Author, Person Reader)> Two(Engine engine)
    {
        if (engine == Engine.Sqlite) return (await Somebody(), await Somebody());
        var (first, second) = await Pair();
        return (await Somebody(first), await Somebody(second));
    }
}
