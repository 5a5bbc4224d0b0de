using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Administration;

/// <summary>A removed topic that an admin restores is what it was, for everybody.</summary>
[Collection(nameof(AdministeredSites))]
public sealed class RestoredTopics(Shared shared, AdministeredSites sites) : AdministrationTest(shared, sites)
{
    [Theory, InlineData(Engine.Sqlite, "public"), InlineData(Engine.Postgres, "public"), InlineData(Engine.Postgres, "private")]
    public async Task Those_who_watch_see_a_topic_go_and_come_back_with_all_that_was_in_it(Engine engine, string access)
    {
        var site = await Site(engine);
        var (owner, other) = (await site.Newcomer(0), await site.Newcomer(1));
        var topic = (await owner.Api.Post("topics", new { name = "Lost", access, members = access == "private" ? new[] { other.Username } : null })).Is(HttpStatusCode.Created).Json.Id();
        for (var seq = 1; seq <= 120; seq++) await owner.Post(topic, $"Message {seq}");
        await owner.Edit(topic, 7, "Edited");
        (await owner.Api.Delete($"topics/{topic}/messages/8")).Is(HttpStatusCode.NoContent);
        var all = await owner.ReadAll(topic);
        Person[] people = [owner, other];
        var hubs = await Task.WhenAll(people.Select(person => Hub(person)));
        foreach (var hub in hubs)
        {
            await hub.Call("WatchDirectory");
            await hub.Join(topic);
        }

        (await site.ChiefAt(1).Api.Delete($"admin/topics/{topic}")).Is(HttpStatusCode.NoContent);

        foreach (var hub in hubs) await hub.Event(e => e.Name == "TopicRemoved" && e.Argument.GetGuid() == topic, "that the topic was removed");
        foreach (var person in people)
            await Eventually.That(async () => (await person.Api.Get($"topics/{topic}")).Code == "topic_not_found", "the topic is gone");
        Assert.True(await IsRestorable(site, topic));
        await Eventually.That(async () => !await IsListed(site, topic), "the topic is gone from the list");
        var seen = hubs.Select(hub => hub.Events.Count).ToArray();

        (await site.Chief.Api.Post($"admin/topics/{topic}/restore")).Is(HttpStatusCode.OK);

        for (var i = 0; i < hubs.Length; i++)
        {
            var before = hubs[i].Events.Take(seen[i]).ToHashSet();
            await hubs[i].Event(e => e.Name == "TopicUpdated" && !before.Contains(e) && e.Argument.Id() == topic, "that the topic is back");
            Assert.Equal(all, await Eventually.Get(() => Read(people[i], topic), read => read is not null, "the topic can be read"));
            var joined = await hubs[i].Join(topic);
            Assert.Equal(all.Max(message => message.Revision), joined.Revision);
        }
        var posted = await other.Post(topic, "We are back");
        Assert.Equal((121, all.Max(message => message.Revision) + 1), (posted.Seq, posted.Revision));
        foreach (var hub in hubs) Assert.Equal(posted, (await hub.Message(topic, 121)).Message);
        Assert.Equal("Once more", (await owner.Edit(topic, 7, "Once more")).Text);
        (await site.Chief.Api.Post($"admin/topics/{topic}/restore")).Is(HttpStatusCode.OK);
    }

    private static async Task<IReadOnlyList<ChatMessage>?> Read(Person person, Guid topic) =>
        (await person.Api.Get($"topics/{topic}")).Status == HttpStatusCode.OK ? await person.ReadAll(topic) : null;

    private static async Task<bool> IsRestorable(AdministeredSite site, Guid topic)
    {
        var view = (await site.Chief.Api.Get($"admin/topics/{topic}")).Is(HttpStatusCode.OK).Json;
        Assert.False(view.IsNull("removedAt"));
        return view.GetProperty("restorable").GetBoolean();
    }

    private static async Task<bool> IsListed(AdministeredSite site, Guid topic) =>
        (await site.Chief.Api.Get("topics?limit=100")).Json.Items().Any(listed => listed.Id() == topic);
}
