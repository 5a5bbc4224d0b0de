using System.Net;
using System.Text.Json;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Contract;

public sealed class TopicsContract(Shared shared) : SystemTest(shared)
{
    [Fact]
    public async Task A_topic_has_the_fields_of_the_contract()
    {
        using var person = await Somebody();

        var created = (await person.Api.Post("topics", new { name = "Tea", description = "And coffee." })).Is(HttpStatusCode.Created);

        var topic = created.Json;
        Assert.Equal("access createdAt createdBy description id lastActivityAt lastMessage lastSeq locked memberCount members name pins resolvedAt revision", topic.Fields());
        Assert.Equal($"/api/v1/topics/{topic.Id()}", created.Header("Location"));
        Assert.Equal(("And coffee.", 0L, 0L, true), (topic.Text("description"), topic.Number("lastSeq"), topic.Number("revision"), topic.IsNull("lastMessage")));
        Assert.Equal(topic.Text("createdAt"), topic.Text("lastActivityAt"));
        Assert.Equal(topic.ToString(), (await person.Topic(topic.Id())).ToString());
    }

    [Fact]
    public async Task A_topic_shows_its_latest_message_in_short()
    {
        using var person = await Somebody();
        var topic = await person.NewTopic();
        await person.Post(topic, "First");
        var message = await person.Post(topic, string.Concat(Enumerable.Repeat("🧮", 200)));

        var shown = await person.Topic(topic);

        Assert.Equal((2L, 2L, message.CreatedAt), (shown.Number("lastSeq"), shown.Number("revision"), shown.Text("lastActivityAt")));
        var last = shown.GetProperty("lastMessage");
        Assert.Equal("author excerpt seq", last.Fields());
        Assert.Equal(string.Concat(Enumerable.Repeat("🧮", 140)), last.Text("excerpt"));
    }

    [Fact]
    public async Task A_post_moves_its_topic_to_the_top_of_the_list_within_a_second()
    {
        using var person = await Somebody();
        var topic = await person.NewTopic();
        for (var i = 0; i < 3; i++) await person.NewTopic();

        await person.Post(topic, "Up!");

        await Eventually.That(async () => (await person.Api.Get("topics?limit=1")).Json.Items()[0].Id() == topic, TimeSpan.FromSeconds(1), "the topic is first");
    }

    [Fact]
    public async Task Pages_of_topics_hold_each_once_in_order()
    {
        using var person = await Somebody();
        var word = $"w{Guid.CreateVersion7():N}";
        for (var i = 0; i < 12; i++) await person.NewTopic($"{word} {i}");

        foreach (var query in new[] { "", $"&query={word}" })
        {
            var pages = await Pages(person, $"topics?limit=5{query}");
            var ours = pages.Where(t => t.Text("name")!.StartsWith(word, StringComparison.Ordinal)).Select(t => t.Text("name"));

            // Two may be of the same millisecond: which of them is first is then not said.
            Assert.Equal(Enumerable.Range(0, 12).Select(i => $"{word} {i}").Order(StringComparer.Ordinal), ours.Order(StringComparer.Ordinal));
            Assert.Equal(pages.Count, pages.DistinctBy(t => t.Id()).Count());
            Assert.Equal(pages.Select(t => t.Text("lastActivityAt")).OrderDescending(StringComparer.Ordinal), pages.Select(t => t.Text("lastActivityAt")));
        }
    }

    [Fact]
    public async Task Topics_are_searched_by_a_part_of_their_name_whatever_the_case()
    {
        using var person = await Somebody();
        var word = $"{Guid.CreateVersion7():N}"[^12..];
        var topic = await person.NewTopic($"100%_{word.ToUpperInvariant()}");
        await person.NewTopic($"100 and {word}");

        var found = (await person.Api.Get($"topics?query={Uri.EscapeDataString($"0%_{word}")}")).Is(HttpStatusCode.OK).Json.Items();

        Assert.Equal(topic, Assert.Single(found).Id());
    }

    [Fact]
    public async Task Its_creator_changes_a_topic()
    {
        using var person = await Somebody();
        var topic = (await person.Api.Post("topics", new { name = "Tea", description = "Hot" })).Is(HttpStatusCode.Created).Json.Id();

        var renamed = (await person.Api.Patch($"topics/{topic}", new { name = "Coffee" })).Is(HttpStatusCode.OK).Json;

        Assert.Equal(("Coffee", "Hot"), (renamed.Text("name"), renamed.Text("description")));
        Assert.Equal("Coffee", (await person.Topic(topic)).Text("name"));
        await Eventually.That(async () => (await person.Api.Get("topics?limit=100")).Json.Items().Any(t => t.Id() == topic && t.Text("name") == "Coffee"), "the list has the new name");
    }

    [Fact]
    public async Task Its_creator_removes_a_topic()
    {
        using var person = await Somebody();
        var topic = await person.NewTopic();
        await person.Post(topic, "Soon gone");

        (await person.Api.Delete($"topics/{topic}")).Is(HttpStatusCode.NoContent);

        (await person.Api.Get($"topics/{topic}")).IsProblem(HttpStatusCode.NotFound, "topic_not_found");
        (await person.Api.Get($"topics/{topic}/messages")).IsProblem(HttpStatusCode.NotFound, "topic_not_found");
        (await person.Api.Get($"topics/{topic}/messages/1")).IsProblem(HttpStatusCode.NotFound, "topic_not_found");
        (await person.Api.Get($"topics/{topic}/changes?after=0")).IsProblem(HttpStatusCode.NotFound, "topic_not_found");
        (await person.TryPost(topic, "Too late")).IsProblem(HttpStatusCode.NotFound, "topic_not_found");
        (await person.Api.Delete($"topics/{topic}")).IsProblem(HttpStatusCode.NotFound, "topic_not_found");
        await Eventually.That(async () => (await person.Api.Get("topics?limit=100")).Json.Items().All(t => t.Id() != topic), "no list has it");
    }

    [Fact]
    public async Task Others_may_neither_change_nor_remove_a_topic()
    {
        using var creator = await Somebody();
        using var other = await Somebody();
        var topic = await creator.NewTopic("Tea");

        (await other.Api.Patch($"topics/{topic}", new { name = "Mine" })).IsProblem(HttpStatusCode.Forbidden, "not_allowed");
        (await other.Api.Delete($"topics/{topic}")).IsProblem(HttpStatusCode.Forbidden, "not_allowed");

        Assert.Equal("Tea", (await creator.Topic(topic)).Text("name"));
    }

    [Fact]
    public async Task A_topic_that_is_not_there_is_not_found()
    {
        using var person = await Somebody();
        var nowhere = Guid.CreateVersion7();

        (await person.Api.Get($"topics/{nowhere}")).IsProblem(HttpStatusCode.NotFound, "topic_not_found");
        (await person.Api.Patch($"topics/{nowhere}", new { name = "x" })).IsProblem(HttpStatusCode.NotFound, "topic_not_found");
        (await person.Api.Delete($"topics/{nowhere}")).IsProblem(HttpStatusCode.NotFound, "topic_not_found");
        (await person.TryPost(nowhere, "x")).IsProblem(HttpStatusCode.NotFound, "topic_not_found");
        Assert.Equal(HttpStatusCode.NotFound, (await person.Api.Get("topics/no-such-id")).Status);
    }

    private static async Task<List<JsonElement>> Pages(Person person, string path)
    {
        var all = new List<JsonElement>();
        for (string? cursor = null; ;)
        {
            var page = (await person.Api.Get(cursor is null ? path : $"{path}&cursor={Uri.EscapeDataString(cursor)}")).Is(HttpStatusCode.OK).Json;
            all.AddRange(page.Items());
            cursor = page.Text("next");
            if (cursor is null) return all;
            Assert.Equal(5, page.Items().Count);
        }
    }

    [Fact]
    public async Task A_topic_that_is_changed_while_it_is_removed_is_gone_from_the_list()
    {
        var server = await OwnServer();
        using var person = await Somebody(server);
        for (var i = 0; i < 20; i++)
        {
            var topic = await person.NewTopic($"Short-lived {i}");
            var changes = Enumerable.Range(0, 6).Select(n => person.Api.Patch($"topics/{topic}", new { name = $"Changed {n}" })).ToArray();
            (await person.Api.Delete($"topics/{topic}")).Is(HttpStatusCode.NoContent);
            foreach (var change in await Task.WhenAll(changes))
                if (change.Status != HttpStatusCode.OK) change.IsProblem(HttpStatusCode.NotFound, "topic_not_found");

            Assert.DoesNotContain((await person.Api.Get("topics")).Json.Items(), t => t.Id() == topic);
        }
    }
}
