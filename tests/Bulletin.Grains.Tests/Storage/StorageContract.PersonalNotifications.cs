using Bulletin.Grains.Accounts;
using Bulletin.Grains.Personal;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Tests.Storage;

public abstract partial class StorageContract
{
    [Fact]
    public async Task The_same_is_noted_once_however_often_it_is_delivered()
    {
        var (ada, topic, writer) = await NewWriter();
        var bob = await NewUser();
        await writer.PostMany(ada, 2);
        var epoch = await Personal.Claim(bob.Id, Cancel);

        Assert.Equal([1L, 2], (await Personal.Notify(bob.Id, epoch, [Noted(1, topic, ada, 1), Noted(2, topic, ada, 2)], Cancel))!.Order());
        Assert.Empty((await Personal.Notify(bob.Id, epoch, [Noted(3, topic, ada, 1)], Cancel))!);

        Assert.Equal([2L, 1], await Ids(bob));
    }

    [Fact]
    public async Task Who_does_not_hold_the_person_s_state_any_more_notes_nothing()
    {
        var (ada, topic, writer) = await NewWriter();
        var bob = await NewUser();
        await writer.Post(ada, "Bob?");
        var epoch = await Personal.Claim(bob.Id, Cancel);
        await Personal.Claim(bob.Id, Cancel);

        Assert.Null(await Personal.Notify(bob.Id, epoch, [Noted(1, topic, ada, 1)], Cancel));
        Assert.Empty(await Ids(bob));
    }

    [Fact]
    public async Task A_notification_comes_with_its_topic_its_message_and_who_it_is_from()
    {
        var (ada, topic, writer) = await NewWriter();
        var bob = await NewUser();
        var message = await writer.Post(ada, "Bob?");
        await Notify(bob, Noted(7, topic, ada, 1), (8, new(topic.Id, NotificationKind.Invitation, 0, ada.Id, Start, 0, Follows: false), true));

        var listed = await Personal.Notifications(bob.Id, unreadOnly: false, 10, after: 0, before: null, Cancel);

        Assert.Equal([(8L, NotificationKind.Invitation), (7L, NotificationKind.Mention)], listed.Select(noted => (noted.Id, noted.Kind)));
        Assert.Equal((topic.Id, message, ada, Start), (listed[1].Topic.Id, listed[1].Message!, listed[1].Actor, listed[1].CreatedAt));
        Assert.Null(listed[1].ReadAt);
        Assert.Null(listed[0].Message);
        Assert.Equal(Start, listed[0].ReadAt);
        Assert.Equal([7L], (await Personal.Notifications(bob.Id, unreadOnly: true, 10, after: 0, before: null, Cancel)).Select(noted => noted.Id));
        Assert.Equal(1, await Personal.CountUnreadNotifications(bob.Id, Cancel));
    }

    [Fact]
    public async Task Notifications_of_deleted_messages_and_of_topics_that_the_person_has_left_are_neither_listed_nor_counted()
    {
        var (ada, topic, writer) = await NewWriter();
        var bob = await NewUser();
        var messages = await writer.PostMany(ada, 2);
        var left = await NewShared(Access.Private, [ada, bob]);
        await (await Claim(left.Id)).Post(ada, "Bob?");
        await Notify(bob, Noted(1, topic, ada, 1), Noted(2, topic, ada, 2), Noted(3, left, ada, 1));

        await Delete(writer, messages[1]);
        await storage.Members.Remove(left.Id, 1, bob.Id, isExpelled: false, Start, audit: null, Cancel);

        Assert.Equal([1L], await Ids(bob));
        Assert.Equal(1, await Personal.CountUnreadNotifications(bob.Id, Cancel));
    }

    [Fact]
    public async Task Notifications_are_read_up_to_one_of_them_or_with_the_messages_of_a_topic()
    {
        var (ada, topic, writer) = await NewWriter();
        var bob = await NewUser();
        await writer.PostMany(ada, 4);
        await Notify(bob, Noted(1, topic, ada, 1), Noted(2, topic, ada, 2), Noted(3, topic, ada, 3), Noted(4, topic, ada, 4));

        Assert.True(await Personal.ReadNotifications(bob.Id, upTo: 1, Start, Cancel));
        Assert.False(await Personal.ReadNotifications(bob.Id, upTo: 1, Start, Cancel));
        Assert.Equal(3, await Personal.CountUnreadNotifications(bob.Id, Cancel));
        Assert.True(await Personal.ReadNotificationsOf(bob.Id, topic.Id, 3, Start, Cancel));
        Assert.Equal(1, await Personal.CountUnreadNotifications(bob.Id, Cancel));
    }

    [Fact]
    public async Task Only_the_latest_notifications_are_kept()
    {
        var (ada, topic, writer) = await NewWriter();
        var bob = await NewUser();
        await writer.PostMany(ada, 5);
        await Notify(bob, [.. Enumerable.Range(1, 5).Select(seq => Noted(seq, topic, ada, seq))]);

        await Personal.TrimNotifications(bob.Id, 3, Cancel);
        await Personal.TrimNotifications(bob.Id, 3, Cancel);

        Assert.Equal([5L, 4, 3], await Ids(bob));
    }

    [Fact]
    public async Task Notifications_of_muted_topics_are_listed_but_do_not_count()
    {
        var (ada, topic, writer) = await NewWriter();
        var bob = await NewUser();
        await writer.PostMany(ada, 2);
        await Notify(bob, Noted(1, topic, ada, 1), Noted(2, topic, ada, 2));
        Assert.Equal(2, await Personal.CountUnreadNotifications(bob.Id, Cancel));
        Assert.Equal([(topic.Id, 1L)], (await Personal.UnreadNotifications(bob.Id, Cancel)).Select(unread => (unread.Key, unread.Value)));

        await Save(bob.Id, new PersonalRow(topic.Id, 0, NotificationLevel.Muted, Following: true, Draft: null, Version: 1));

        Assert.Equal(0, await Personal.CountUnreadNotifications(bob.Id, Cancel));
        Assert.Equal([2L, 1], await Ids(bob));
    }
}
