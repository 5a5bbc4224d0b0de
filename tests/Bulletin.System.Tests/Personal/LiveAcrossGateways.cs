using System.Net;
using System.Text.Json;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Personal;

/// <summary>What somebody does on one device is on their others within seconds, whichever gateway they are connected to.</summary>
public sealed class LiveAcrossGateways(Shared shared) : SystemTest(shared)
{
    [Theory]
    [InlineData(HubProtocol.Json)]
    [InlineData(HubProtocol.MessagePack)]
    public async Task What_is_done_on_one_device_is_told_to_the_other_in_order(HubProtocol protocol)
    {
        var (first, second) = await Pair();
        var (here, author) = (await Somebody(first), await Somebody(second));
        var there = Own(await here.Again(second.Url));
        var topic = await author.NewTopic();
        for (var i = 0; i < 3; i++) await author.Post(topic, "Hello");
        await here.Read(topic, 1);
        var hub = await Hub(there, protocol);
        var began = (await hub.WatchMe()).Number("version");

        var read = await here.Read(topic, 2);
        var toldRead = await hub.Told("ReadMoved", topic, after: began);
        var unread = await here.MarkUnread(topic, 1);
        var toldUnread = await hub.Told("ReadMoved", topic, after: read.Number("version"));
        // Not "all": the follower may not have come to the first messages yet, and would tell of them too.
        var level = await here.SetLevel(topic, "mentions");
        var toldLevel = await hub.Told("LevelChanged", topic, after: unread.Number("version"));
        var draft = (await here.TrySaveDraft(topic, "I was about to", 0)).Is(HttpStatusCode.OK).Json;
        var toldDraft = await hub.Told("DraftChanged", topic, after: level.Number("version"));
        var post = await author.Post(topic, $"@{here.Username}, hello");
        var notified = await hub.Told("Notified", topic);
        var id = notified.GetProperty("notification").Number("id");
        var left = (await here.Api.Put("notifications/read", new { upTo = id })).Is(HttpStatusCode.OK).Json;
        var toldLeft = (await hub.Event(e => e.Name == "NotificationsRead", "the notifications that were read")).Argument;

        Assert.Equal((2L, 1L, 0L, read.Number("version")), (toldRead.Number("readSeq"), toldRead.Number("unread"), toldRead.Number("mentions"), toldRead.Number("version")));
        Assert.Equal((0L, 3L, unread.Number("version")), (toldUnread.Number("readSeq"), toldUnread.Number("unread"), toldUnread.Number("version")));
        Assert.Equal(("mentions", false, level.Number("version")), (toldLevel.Text("level"), toldLevel.GetProperty("following").GetBoolean(), toldLevel.Number("version")));
        Assert.Equal(("I was about to", draft.Number("version")), (toldDraft.GetProperty("draft").Text("text"), toldDraft.Number("version")));
        Assert.Equal(("mention", post.Seq, 1L), (notified.GetProperty("notification").Text("kind"), notified.GetProperty("notification").GetProperty("message").Number("seq"), notified.Number("unread")));
        Assert.Equal((id, 0L, 0L), (toldLeft.Number("upTo"), toldLeft.Number("unread"), left.Number("unread")));
        var versions = hub.Events.Select(told => told.Argument.Number("version")).ToList();
        Assert.Equal(versions.Order(), versions);
        Assert.True(versions[0] > began);
    }

    [Fact]
    public async Task Who_replaces_a_draft_they_have_not_seen_is_answered_what_it_is_now()
    {
        var (first, second) = await Pair();
        var here = await Somebody(first);
        var there = Own(await here.Again(second.Url));
        var topic = await here.NewTopic();
        var saved = (await here.TrySaveDraft(topic, "On my desk", 0)).Is(HttpStatusCode.OK).Json.GetProperty("draft");

        var refused = (await there.TrySaveDraft(topic, "On my way", 0)).IsProblem(HttpStatusCode.Conflict, "draft_changed").Json;

        Assert.Equal(saved.ToString(), refused.GetProperty("draft").ToString());
        var replaced = (await there.TrySaveDraft(topic, "On my way", saved.Number("version"))).Is(HttpStatusCode.OK).Json.GetProperty("draft");
        Assert.True(replaced.Number("version") > saved.Number("version"));
        (await here.Api.Delete($"topics/{topic}/draft")).Is(HttpStatusCode.NoContent);
        Assert.True((await there.TrySaveDraft(topic, "On my way home", replaced.Number("version"))).IsProblem(HttpStatusCode.Conflict, "draft_changed").Json.IsNull("draft"));
    }

    [Fact]
    public async Task What_a_topic_said_to_somebody_who_was_removed_is_gone_from_every_answer()
    {
        const string Secret = "the plan for Tuesday";
        var (first, second) = await Pair();
        var (owner, member, former) = (await Somebody(first), await Somebody(second), await Somebody(first));
        var formerThere = Own(await former.Again(second.Url));
        var topic = await owner.NewPrivateTopic(member, former);
        var before = await owner.Post(topic, $"@{former.Username}, {Secret}");
        var hub = await Hub(formerThere);
        await hub.WatchMe();
        await Eventually.That(async () => await former.TimesNotified(topic, before.Seq) == 1, "they are notified");
        var held = (await (await Hub(former)).WatchMe()).Number("version");

        await owner.Remove(topic, former);

        var told = hub.Events.Count;
        await NothingIsSaid();
        var after = await owner.Post(topic, $"@{former.Username}, @{member.Username}: {Secret}");
        await Eventually.That(async () => await member.TimesNotified(topic, after.Seq) == 1, "the others are notified");
        await NothingIsSaid();
        Assert.DoesNotContain(hub.Events.Skip(told), e => e.Argument.ToString().Contains(Secret, StringComparison.Ordinal) || e.Name == "Notified");

        async Task NothingIsSaid()
        {
            foreach (var person in (Person[])[former, formerThere])
            {
                var hub = await Hub(person);
                List<JsonElement> answers =
                [
                    await person.Notifications(), await person.Notifications("unread=true"), await hub.WatchMe(), await hub.WatchMe(held),
                    (await person.Api.Get("users/me/topics")).Json, (await person.Api.Get($"users/me/topics?ids={topic}")).Json,
                ];
                Assert.All(answers, answer => Assert.DoesNotContain(Secret, answer.ToString(), StringComparison.Ordinal));
                Assert.All(answers[..2], answer => Assert.Empty(answer.Items()));
            }
        }
    }

    [Fact]
    public async Task What_a_topic_said_to_somebody_who_was_removed_does_not_count_as_unread()
    {
        var (first, second) = await Pair();
        var (owner, former) = (await Somebody(first), await Somebody(second));
        var topic = await owner.NewPrivateTopic(former);
        await owner.Post(topic, $"@{former.Username}, hello");
        var hub = await Hub(former);
        await hub.WatchMe();
        // An invitation and a mention.
        await Eventually.That(async () => (await former.Notifications()).Number("unread") == 2, "they are notified");
        var before = hub.Events.Count;

        await owner.Remove(topic, former);

        await Eventually.That(async () => (await former.Notifications()).Number("unread") == 0, "nothing is unread");
        await Eventually.That(() => hub.Events.Skip(before).Any(e => e.Name == "CountsChanged"), "their devices are told to ask again");
        Assert.Equal(0, (await (await Hub(former)).WatchMe()).Number("unreadNotifications"));
    }

    [Fact]
    public async Task Who_is_mentioned_where_they_are_not_is_not_notified()
    {
        var (first, second) = await Pair();
        var (owner, member, outsider) = (await Somebody(first), await Somebody(second), await Somebody(second));
        var topic = await owner.NewPrivateTopic(member);

        var post = await owner.Post(topic, $"@{outsider.Username} must not know, @{member.Username}");

        await Eventually.That(async () => await member.TimesNotified(topic, post.Seq) == 1, "the member is notified");
        Assert.Empty((await outsider.Notifications()).Items());
        Assert.Empty((await (await Hub(outsider)).WatchMe()).Items("notifications"));
    }
}
