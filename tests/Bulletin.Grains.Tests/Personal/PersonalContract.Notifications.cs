using Bulletin.Grains.Personal;
using Bulletin.Grains.Storage.Sql;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Personal;

public abstract partial class PersonalContract
{
    [Fact]
    public async Task What_is_delivered_twice_is_told_and_noted_once()
    {
        var (_, person, topicId) = await Reader(messages: 2);
        var snapshot = await Watch(person);

        await person.Deliver([Mention(topicId, 1)], Cancel);
        await person.Deliver([Mention(topicId, 1), Mention(topicId, 2)], Cancel);

        var (first, second) = (await device.Next(), await device.Next());
        Assert.Equal((snapshot.Version, 1L, 1), (first.Before, first.Notified!.Message!.Seq, first.UnreadNotifications));
        Assert.Equal((first.Version, 2L, 2), (second.Before, second.Notified!.Message!.Seq, second.UnreadNotifications));
        var page = await person.Notifications(unreadOnly: true, 10, before: null, Cancel);
        Assert.Equal([second.Notified.Id, first.Notified.Id], page.Items.Select(noted => noted.Id));
        Assert.Equal(2, page.Unread);
    }

    [Fact]
    public async Task Notifications_are_listed_by_pages()
    {
        var (_, person, topicId) = await Reader(messages: 3);
        await person.Deliver([Mention(topicId, 1), Mention(topicId, 2), Mention(topicId, 3)], Cancel);

        var first = await person.Notifications(unreadOnly: false, 2, before: null, Cancel);
        var second = await person.Notifications(unreadOnly: false, 2, first.Next, Cancel);

        Assert.Equal([3L, 2, 1], first.Items.Concat(second.Items).Select(noted => noted.Message!.Seq));
        Assert.NotNull(first.Next);
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task Who_was_away_is_told_what_came_meanwhile()
    {
        var (_, person, topicId) = await Reader(messages: 2);
        await person.Deliver([Mention(topicId, 1)], Cancel);
        var before = await Watch(person);
        await person.Deliver([Mention(topicId, 2)], Cancel);

        var after = await Watch(person, before.Version);

        Assert.False(after.Reset);
        Assert.Equal(2, Assert.Single(after.Notifications).Message!.Seq);
        Assert.Equal(2, after.UnreadNotifications);
    }

    [Fact]
    public async Task Who_comes_into_a_topic_follows_it_from_there()
    {
        var (_, person, topicId) = await Reader(messages: 5);

        await person.Deliver([new(topicId, Kind: null, 0, Guid.CreateVersion7(), Sample.Noon, ReadSeq: 3, Follows: true)], Cancel);

        var state = Assert.Single(await person.States([topicId], Cancel));
        Assert.True(state.Following);
        Assert.Equal((3, 2), Position(state));
    }

    [Fact]
    public async Task Nobody_is_notified_of_what_they_do_not_want_to_be_told()
    {
        var (_, person, topicId) = await Reader(messages: 1);
        await person.SetLevel(topicId, NotificationLevel.Muted, 1, isMember: false, Cancel);

        await person.Deliver([Mention(topicId, 1)], Cancel);

        Assert.Empty((await person.Notifications(unreadOnly: false, 10, before: null, Cancel)).Items);
    }

    [Fact]
    public async Task Reading_past_a_message_reads_its_notifications()
    {
        var (_, person, topicId) = await Reader(messages: 3);
        await person.Deliver([Mention(topicId, 1), Mention(topicId, 3)], Cancel);
        await Watch(person);

        var state = await person.Read(topicId, 2, 3, isMember: false, Cancel);

        Assert.Equal(1, state.Mentions);
        Assert.Equal(StateChange.Read, (await device.Next()).What);
        Assert.Equal(new NotificationsRead(0, 1, topicId, 2), (await device.Next()).NotificationsRead);
    }

    [Fact]
    public async Task Who_begins_to_follow_has_not_read_a_mention_that_comes_late()
    {
        var (_, person, topicId) = await Reader(messages: 2);
        await person.Follow(topicId, follows: true, 2, Cancel);

        await person.Deliver([Mention(topicId, 1)], Cancel);

        Assert.Null(Assert.Single((await person.Notifications(unreadOnly: false, 10, before: null, Cancel)).Items).ReadAt);
    }

    [Fact]
    public async Task A_mention_in_a_message_that_was_read_already_is_read_and_a_reaction_is_not()
    {
        var (_, person, topicId) = await Reader(messages: 1);
        await person.Read(topicId, 1, 1, isMember: false, Cancel);

        await person.Deliver([Mention(topicId, 1), Mention(topicId, 1) with { Kind = NotificationKind.Reaction, Emoji = "👍" }], Cancel);

        Assert.Equal(NotificationKind.Reaction, Assert.Single((await person.Notifications(unreadOnly: true, 10, before: null, Cancel)).Items).Kind);
    }

    [Fact]
    public async Task Notifications_are_read_up_to_one_of_them_on_every_device()
    {
        var (_, person, topicId) = await Reader(messages: 2);
        await person.Deliver([Mention(topicId, 1), Mention(topicId, 2)], Cancel);
        var listed = (await Watch(person)).Notifications;

        var page = await person.ReadNotifications(listed[^1].Id, Cancel);

        Assert.Equal(1, page.Unread);
        Assert.Equal(new NotificationsRead(listed[^1].Id, 1), (await device.Next()).NotificationsRead);
    }

    [Fact]
    public async Task Whoever_watches_asks_again_when_messages_are_gone()
    {
        var (_, person, topicId) = await Reader(messages: 1);
        await Watch(person);

        await person.Withdraw([topicId], Cancel);

        Assert.Equal([topicId], (await device.Next()).Stale);
    }

    [Fact]
    public async Task An_activation_that_was_taken_over_notes_nothing_and_makes_way()
    {
        var (lin, person, topicId) = await Reader(messages: 1);
        await person.States([topicId], Cancel);
        await Store.Claim(lin, Cancel);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => person.Deliver([Mention(topicId, 1)], Cancel));
        await person.Deliver([Mention(topicId, 1)], Cancel);

        Assert.Single((await person.Notifications(unreadOnly: false, 10, before: null, Cancel)).Items);
    }

    [Fact]
    public async Task What_is_muted_or_gone_does_not_count_as_unread()
    {
        var (lin, person, topicId) = await Reader(messages: 2);
        await person.Deliver([Mention(topicId, 1), Mention(topicId, 2)], Cancel);
        var before = await Watch(person);

        await person.SetLevel(topicId, NotificationLevel.Muted, 2, isMember: false, Cancel);

        var (level, count) = await device.NextTwo();
        Assert.Equal((2, StateChange.Level), (before.UnreadNotifications, level.What));
        Assert.Equal(new NotificationsRead(0, 0), count.NotificationsRead);
        Assert.Equal(2, (await person.Notifications(unreadOnly: true, 10, before: null, Cancel)).Items.Count);
        await person.SetLevel(topicId, NotificationLevel.Default, 2, isMember: false, Cancel);
        Assert.Equal(2, (await Watch(person)).UnreadNotifications);
        await Remove(topicId, lin);
        Assert.Equal(0, (await Watch(person)).UnreadNotifications);
    }

    [Fact]
    public async Task Who_has_left_a_topic_has_nothing_of_it_any_more()
    {
        var (lin, person, topicId) = await Reader(messages: 2);
        await person.Read(topicId, 1, 2, isMember: true, Cancel);
        await Deactivate(person);
        await Remove(topicId, lin);

        Assert.Empty((await Watch(person)).Topics);
        await person.ReadAll(Cancel);
        Assert.Equal(1, Assert.Single(await Store.Load(lin, Cancel)).ReadSeq);
        await Sql.Change("DELETE FROM user_topics WHERE user_id = @user RETURNING user_id", _ => true, Cancel, ("user", lin));
        await person.Withdraw([topicId], Cancel);

        Assert.Empty(await person.States([topicId], Cancel));
    }

    [Fact]
    public async Task Who_begins_to_follow_a_topic_that_they_had_opened_begins_at_its_end_on_every_device()
    {
        var (_, person, topicId) = await Reader(messages: 5);
        await person.Read(topicId, 1, 5, isMember: false, Cancel);
        var before = await Watch(person);

        var state = (await person.Follow(topicId, follows: true, 5, Cancel)).Value!;

        Assert.Equal((5, 0), Position(state));
        var (read, level) = await device.NextTwo();
        Assert.Equal((before.Version, StateChange.Read, 5L), (read.Before, read.What, read.State!.ReadSeq));
        Assert.Equal((read.Version, StateChange.Level, true), (level.Before, level.What, level.State!.Following));
    }

    [Fact]
    public async Task Who_comes_into_a_topic_that_they_had_opened_begins_there()
    {
        var (_, person, topicId) = await Reader(messages: 5);
        await person.Read(topicId, 1, 5, isMember: false, Cancel);

        await person.Deliver([new(topicId, Kind: null, 4, Somebody, Sample.Noon, ReadSeq: 4, Follows: true)], Cancel);

        Assert.Equal((4, 1), Position(Assert.Single(await person.States([topicId], Cancel))));
    }

    [Fact]
    public async Task What_was_posted_before_somebody_said_that_they_follow_no_longer_does_not_make_them_follow()
    {
        var (_, person, topicId) = await Reader(messages: 5);
        Delivery posted = new(topicId, Kind: null, 4, Somebody, TimeProvider.System.GetUtcNow().AddHours(-1), ReadSeq: 4, Follows: true);
        Assert.False((await person.Follow(topicId, follows: false, 0, Cancel)).Value!.Following);
        await Deactivate(person);

        await person.Deliver([posted], Cancel);
        Assert.False(Assert.Single(await person.States([topicId], Cancel)).Following);

        await person.Deliver([posted with { At = posted.At.AddHours(2) }], Cancel);
        Assert.True(Assert.Single(await person.States([topicId], Cancel)).Following);
    }

    private SqlDatabase Sql => cluster.Services.GetRequiredService<SqlDatabase>();

    /// <summary>As if the topic were a private one, without them.</summary>
    private Task<bool> Remove(Guid topicId, Guid userId) => Sql.ChangeTogether(
        [
            new("UPDATE topics SET access = 1 WHERE id = @topic RETURNING id", ("topic", topicId)),
            new("DELETE FROM topic_members WHERE topic_id = @topic AND user_id = @user", ("topic", topicId), ("user", userId)),
        ],
        Cancel);

    private static readonly Guid Somebody = Guid.CreateVersion7();

    private static Delivery Mention(Guid topicId, long seq) =>
        new(topicId, NotificationKind.Mention, seq, Somebody, Sample.Noon, ReadSeq: 0, Follows: false);
}
