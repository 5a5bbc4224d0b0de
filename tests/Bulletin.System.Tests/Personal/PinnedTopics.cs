using System.Net;
using System.Text.Json;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Personal;

/// <summary>Topics that somebody has put at the top of their own list.</summary>
public sealed class PinnedTopics(Shared shared) : SystemTest(shared)
{
    [Theory]
    [InlineData(HubProtocol.Json)]
    [InlineData(HubProtocol.MessagePack)]
    public async Task What_is_pinned_on_one_device_is_told_to_the_other(HubProtocol protocol)
    {
        var (first, second) = await Pair();
        var (here, author) = (await Somebody(first), await Somebody(second));
        var there = Own(await here.Again(second.Url));
        var topic = await author.NewTopic();
        for (var i = 0; i < 2; i++) await author.Post(topic, "Hello");
        await here.Read(topic, 1);
        var hub = await Hub(there, protocol);
        var began = (await hub.WatchMe()).Number("version");

        var pinned = await here.Pin(topic);
        var told = await hub.Told("LevelChanged", topic, after: began);
        var unpinned = await here.Unpin(topic);
        var toldAgain = await hub.Told("LevelChanged", topic, after: pinned.Number("version"));

        Assert.Equal((true, false, 1L), (IsPinned(pinned), pinned.GetProperty("following").GetBoolean(), pinned.Number("readSeq")));
        Assert.Equal((true, pinned.Number("version")), (IsPinned(told), told.Number("version")));
        Assert.False(IsPinned(unpinned));
        Assert.Equal((false, unpinned.Number("version")), (IsPinned(toldAgain), toldAgain.Number("version")));
    }

    [Fact]
    public async Task Pinned_topics_are_listed_by_themselves_and_in_every_other_answer()
    {
        var person = await Somebody();
        var (pinned, opened) = (await person.NewTopic(), await person.NewTopic());
        await person.SetLevel(opened, "mentions");

        await person.Pin(pinned);

        var listed = Assert.Single((await person.Api.Get("users/me/topics?pinned=true")).Is(HttpStatusCode.OK).Json.Items());
        Assert.Equal((pinned, true), (listed.GetProperty("topic").Id(), IsPinned(listed)));
        Assert.Equal([(opened, false), (pinned, true)], (await person.MyTopics()).Select(mine => (mine.GetProperty("topic").Id(), IsPinned(mine))).OrderBy(mine => mine.Item2));
        var watched = (await (await Hub(person)).WatchMe()).Items("topics");
        Assert.Equal([(opened, false), (pinned, true)], watched.Select(state => (state.Id("topicId"), IsPinned(state))).OrderBy(state => state.Item2));
        (await person.Api.Get("users/me/topics?pinned=true&unread=true")).IsProblem(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task A_topic_that_does_not_exist_can_be_neither_pinned_nor_unpinned()
    {
        var person = await Somebody();
        var path = $"topics/{Guid.CreateVersion7()}/pinned";

        (await person.Api.Put(path)).IsProblem(HttpStatusCode.NotFound, "topic_not_found");
        (await person.Api.Delete(path)).IsProblem(HttpStatusCode.NotFound, "topic_not_found");
    }

    [Fact]
    public async Task Nobody_pins_more_than_a_hundred_topics()
    {
        var (author, person) = (await Somebody(), await Somebody());
        var topics = new List<Guid>();
        while (topics.Count < 101) topics.Add(await author.NewTopic());
        foreach (var topic in topics[..100]) await person.Pin(topic);

        (await person.Api.Put($"topics/{topics[100]}/pinned")).IsProblem(HttpStatusCode.Conflict, "too_many_pinned");

        await person.Unpin(topics[0]);
        await person.Pin(topics[100]);
    }

    private static bool IsPinned(JsonElement state) => state.GetProperty("pinned").GetBoolean();
}
