using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Personal;

/// <summary>A device that was away comes back with the version it has.</summary>
public sealed class WatchingMe(Shared shared) : SystemTest(shared)
{
    [Fact]
    public async Task Who_was_away_is_answered_by_any_gateway_what_has_changed_since()
    {
        var (first, second) = await Pair();
        var (here, author) = (await Somebody(first), await Somebody(second));
        var there = Own(await here.Again(second.Url));
        var (still, moved, noisy) = (await author.NewTopic(), await author.NewTopic(), await author.NewTopic());
        foreach (var topic in (Guid[])[still, moved, noisy]) await author.Post(topic, "Hello");
        await here.Read(still, 1);
        await here.SetLevel(moved, "mentions");
        var hub = await Hub(here);
        var began = await hub.WatchMe();
        Assert.Equal(new[] { still, moved }.Order(), began.Items("topics").Select(state => state.Id("topicId")).Order());

        await author.Post(moved, "Hello again");
        await here.Read(moved, 2);
        var post = await author.Post(noisy, $"@{here.Username}, hello");
        await hub.Told("Notified", noisy);

        var resumed = await (await Hub(there)).WatchMe(began.Number("version"));
        Assert.False(resumed.GetProperty("reset").GetBoolean());
        Assert.Equal(("mentions", 2L, 0L), resumed.Items("topics") is [var state] && state.Id("topicId") == moved ? (state.Text("level"), state.Number("readSeq"), state.Number("unread")) : default);
        Assert.True(Owned.IsOf(Assert.Single(resumed.Items("notifications")), noisy, post.Seq));
        Assert.Equal(1, resumed.Number("unreadNotifications"));
        var again = await (await Hub(there)).WatchMe(resumed.Number("version"));
        Assert.Equal((0, 0, false), (again.Items("topics").Count, again.Items("notifications").Count, again.GetProperty("reset").GetBoolean()));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_version_from_before_a_restart_is_answered_with_everything(Engine engine)
    {
        var server = await OwnServer(engine);
        var (person, author) = (await Somebody(server), await Somebody(server));
        var topic = await author.NewTopic();
        await person.SetLevel(topic, "mentions");
        var post = await author.Post(topic, $"@{person.Username}, hello");
        await Eventually.That(async () => await person.TimesNotified(topic, post.Seq) == 1, "they are notified");
        var before = (await (await Hub(person)).WatchMe()).Number("version");

        await server.KillAndRestart();

        var hub = await Hub(person);
        var answer = await hub.WatchMe(before);
        Assert.True(answer.GetProperty("reset").GetBoolean());
        Assert.True(answer.Number("version") > before);
        Assert.Equal("mentions", Assert.Single(answer.Items("topics")).Text("level"));
        Assert.True(Owned.IsOf(Assert.Single(answer.Items("notifications")), topic, post.Seq));
        Assert.Equal(1, answer.Number("unreadNotifications"));
        await person.Read(topic, post.Seq);
        await hub.Told("ReadMoved", topic, after: answer.Number("version"));
    }

    [Fact]
    public async Task A_version_that_never_was_is_refused_or_answered_with_everything()
    {
        var hub = await Hub(await Somebody());

        var refused = await Assert.ThrowsAsync<Microsoft.AspNetCore.SignalR.HubException>(() => hub.WatchMe(-1));

        Assert.StartsWith("validation_failed", refused.Message, StringComparison.Ordinal);
        Assert.True((await hub.WatchMe(long.MaxValue)).GetProperty("reset").GetBoolean());
    }
}
