using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Promises;

/// <summary>Promises 4 and 5: what is posted through one gateway reaches the others, and who was away misses nothing.</summary>
public sealed class LivePromise(Shared shared) : SystemTest(shared)
{
    [Theory]
    [InlineData(HubProtocol.Json)]
    [InlineData(HubProtocol.MessagePack)]
    public async Task What_happens_through_one_gateway_is_live_at_the_other(HubProtocol protocol)
    {
        var (first, second) = await Pair();
        var (ada, lin) = (await Somebody(first), await Somebody(second));
        var topic = await ada.NewTopic("before");
        var (here, there) = (await Hub(ada, protocol), await Hub(lin, protocol));
        await there.Call("WatchDirectory");
        await there.Join(topic);
        await here.Join(topic);

        var posted = await here.Post(topic, "hello");
        Assert.Equal(posted, (await there.Message(topic, 1, "MessagePosted")).Message);
        var edited = await ada.Edit(topic, 1, "hello again");
        Assert.Equal(edited, (await there.Message(topic, 1, "MessageUpdated")).Message);
        await ada.Api.Delete($"topics/{topic}/messages/1");
        await there.Event(e => e.Name == "MessageUpdated" && e.Message.DeletedAt is not null, "the deletion");

        await there.Event(e => e.Name == "TopicUpdated" && e.Argument.Id() == topic && e.Argument.Number("lastSeq") == 1, "the topic's move");
        await ada.Api.Patch($"topics/{topic}", new { name = "after" });
        await there.Event(e => e.Name == "TopicUpdated" && e.Argument.Id() == topic && e.Argument.Text("name") == "after", "the new name");

        await here.Typing(topic);
        var typing = await there.Event(e => e.Name == "Typing", "typing");
        Assert.Equal(ada.Username, typing.Argument.GetProperty("user").Text("username"));
        Assert.Equal(topic, typing.Argument.Id("topicId"));

        await ada.Api.Delete($"topics/{topic}");
        await there.Event(e => e.Name == "TopicRemoved" && e.Argument.GetGuid() == topic, "the removal");
        Assert.DoesNotContain(here.Events, e => e.Name == "Typing");
    }

    [Theory]
    [InlineData(HubProtocol.Json)]
    [InlineData(HubProtocol.MessagePack)]
    public async Task Who_was_away_gets_every_later_change_once_and_in_order_and_then_goes_on_live(HubProtocol protocol)
    {
        var (first, second) = await Pair();
        var (ada, lin) = (await Somebody(first), await Somebody(second));
        var topic = await ada.NewTopic();
        for (var i = 1; i <= 60; i++) await ada.Post(topic, $"message {i}");
        var held = (await (await Hub(lin, protocol)).Join(topic)).Revision;
        Assert.Equal(60, held);

        await ada.Edit(topic, 5, "edited");
        await ada.Post(topic, "message 61");
        await ada.Api.Delete($"topics/{topic}/messages/60");
        await ada.Edit(topic, 5, "edited again");

        var back = await Hub(lin, protocol);
        var joined = await back.Join(topic, held);
        Assert.False(joined.Reset);
        Assert.Equal(64, joined.Revision);
        Assert.Equal([(61L, 62L), (60L, 63L), (5L, 64L)], joined.Messages.Select(m => (m.Seq, m.Revision)));

        await ada.Post(topic, "message 62");
        await back.Message(topic, 62);
        Assert.Equal([65L], back.Messages(topic).Select(m => m.Revision));
    }

    [Fact]
    public async Task Who_was_away_for_too_long_is_told_so_and_gets_the_latest_fifty()
    {
        var person = await Somebody();
        var topic = await person.NewTopic();
        await Task.WhenAll(Enumerable.Range(0, 1100).Select(i => person.Post(topic, $"message {i}")));

        var joined = await (await Hub(person)).Join(topic, 1);

        Assert.True(joined.Reset);
        Assert.Equal(1100, joined.Revision);
        Assert.Equal(Enumerable.Range(1051, 50).Select(n => (long)n), joined.Messages.Select(m => m.Seq));
    }

    [Fact]
    public async Task Joining_while_others_post_leaves_nothing_out()
    {
        var (first, second) = await Pair();
        var (ada, lin) = (await Somebody(first), await Somebody(second));
        var topic = await ada.NewTopic();
        var posting = Task.Run(async () =>
        {
            for (var i = 0; i < 400; i++) await ada.Post(topic, $"message {i}");
        }, Cancelled);

        var rounds = 0;
        SortedDictionary<long, ChatMessage> view = [];
        long revision = 0;
        while (!posting.IsCompleted || revision < 400)
        {
            await using var hub = await HubClient.Of(lin, rounds++ % 2 == 0 ? HubProtocol.Json : HubProtocol.MessagePack);
            var joined = await hub.Join(topic, revision);
            Assert.False(joined.Reset);
            foreach (var message in joined.Messages) view[message.Revision] = message;
            if (joined.Revision < 400) await hub.Revision(topic, joined.Revision + 3 > 400 ? 400 : joined.Revision + 3);
            var live = hub.Messages(topic);
            Assert.Equal(Enumerable.Range(0, live.Count).Select(n => joined.Revision + 1 + n), live.Select(m => m.Revision));
            foreach (var message in live) view[message.Revision] = message;
            revision = view.Keys.Last();
        }

        await posting;
        Print($"{rounds} joins");
        Assert.Equal(await ada.ReadAll(topic), view.Values);
    }

    [Fact]
    public async Task Who_watches_the_directory_twice_is_still_told()
    {
        var person = await Somebody();
        var topic = await person.NewTopic();
        var hub = await Hub(person);
        await hub.Call("WatchDirectory");
        await hub.Call("WatchDirectory");

        await person.Post(topic, "hello");

        await hub.Event(e => e.Name == "TopicUpdated" && e.Argument.Id() == topic && e.Argument.Number("lastSeq") == 1, "the topic's move");
    }

    [Fact]
    public async Task A_connection_ends_with_its_session()
    {
        var person = await Somebody();
        var hub = await Hub(person);

        (await person.Api.Post("auth/logout", new { refreshToken = person.RefreshToken })).Is(HttpStatusCode.NoContent);

        await hub.Closed.WaitAsync(Eventually.Patience, Cancelled);
    }
}
