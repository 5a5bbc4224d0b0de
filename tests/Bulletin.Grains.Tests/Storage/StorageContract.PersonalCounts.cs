using Bulletin.Grains.Accounts;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Personal;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Tests.Storage;

public abstract partial class StorageContract
{
    [Fact]
    public async Task Unread_are_the_messages_of_others_that_are_not_deleted()
    {
        var (ada, topic, writer) = await NewWriter();
        var bob = await NewUser();
        var messages = await writer.PostMany(ada, 3);
        await writer.Post(bob, "Mine");
        await Delete(writer, messages[1]);

        Assert.Equal([new UnreadCount(topic.Id, 2, 0, 4, 4)], await Personal.Count(bob.Id, [(topic.Id, 0)], Cancel));
        Assert.Equal([new UnreadCount(topic.Id, 1, 0, 4, 4)], await Personal.Count(bob.Id, [(topic.Id, 1)], Cancel));
        Assert.Equal([new UnreadCount(topic.Id, 0, 0, 4, 4)], await Personal.Count(bob.Id, [(topic.Id, 3)], Cancel));
    }

    [Fact]
    public async Task More_is_not_counted_than_anybody_is_shown()
    {
        var (ada, topic, writer) = await NewWriter();
        await writer.PostMany(ada, 120);

        Assert.Equal(TopicState.MostCounted, Assert.Single(await Personal.Count(Guid.CreateVersion7(), [(topic.Id, 0)], Cancel)).Unread);
    }

    [Fact]
    public async Task Nothing_is_counted_in_a_topic_that_was_removed_or_that_the_person_may_not_see()
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var (seen, hidden, removed) = (await NewShared(Access.Private, [ada, bob]), await NewShared(Access.Private, [ada]), await NewTopic(ada));
        await storage.Topics.Remove(removed, Start, audit: null, Cancel);

        var counts = await Personal.Count(bob.Id, [(seen.Id, 0), (hidden.Id, 0), (removed.Id, 0), (Guid.CreateVersion7(), 0)], Cancel);

        Assert.Equal([seen.Id], counts.Select(count => count.TopicId));
    }

    [Fact]
    public async Task Mentions_and_replies_beyond_the_position_are_counted_as_mentions()
    {
        var (ada, topic, writer) = await NewWriter();
        var bob = await NewUser();
        var messages = await writer.PostMany(ada, 4);
        await Notify(bob, Noted(1, topic, ada, 1), Noted(2, topic, ada, 2, NotificationKind.Reply), Noted(3, topic, ada, 3, NotificationKind.Message), Noted(4, topic, ada, 4));
        await Delete(writer, messages[3]);

        Assert.Equal(2, Assert.Single(await Personal.Count(bob.Id, [(topic.Id, 0)], Cancel)).Mentions);
        Assert.Equal(1, Assert.Single(await Personal.Count(bob.Id, [(topic.Id, 1)], Cancel)).Mentions);
    }

    [Fact]
    public async Task A_person_s_topics_are_listed_by_activity_and_those_with_something_unread_by_themselves()
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var topics = new List<Topic>();
        for (var at = 0; at < 3; at++) topics.Add(await NewTopic(ada));
        topics.Add(await NewShared(Access.Direct, [ada, bob], name: ""));
        foreach (var topic in topics) await (await Claim(topic.Id)).PostMany(ada, topics.IndexOf(topic) + 1);
        await Save(bob.Id, [
            new(topics[0].Id, 0, NotificationLevel.Muted, Following: true, Draft: null, Version: 1),
            new(topics[1].Id, 2, NotificationLevel.Default, Following: true, Draft: null, Version: 2),
            new(topics[2].Id, 1, NotificationLevel.Default, Following: false, Draft: null, Version: 3),
            new(topics[3].Id, 1, NotificationLevel.Default, Following: true, Draft: null, Version: 4)]);

        var first = await Personal.Topics(bob.Id, TopicFilter.All, 2, after: null, Cancel);
        var second = await Personal.Topics(bob.Id, TopicFilter.All, 5, DirectoryCursor.Of(first[^1]), Cancel);

        Assert.Equal([topics[3].Id, topics[2].Id, topics[1].Id, topics[0].Id], first.Concat(second).Select(topic => topic.Id));
        Assert.Equal([ada, bob], first[0].People);
        Assert.Equal("Message 3", first[1].LastMessage!.Excerpt);
        Assert.Null(first[1].MemberCount);
        Assert.Equal([topics[3].Id], await Listed(TopicFilter.Unread));
        Assert.Equal([topics[3].Id, topics[1].Id, topics[0].Id], await Listed(TopicFilter.Followed));
        Assert.Equal([topics[3].Id, topics[2].Id, topics[0].Id], await Personal.Behind(bob.Id, 5, Cancel));

        async Task<IEnumerable<Guid>> Listed(TopicFilter filter) =>
            (await Personal.Topics(bob.Id, filter, 5, after: null, Cancel)).Select(topic => topic.Id);
    }

    [Fact]
    public async Task Only_so_many_messages_are_looked_at_for_a_count()
    {
        var (_, topic, _) = await NewWriter();
        var bob = await NewUser();
        await Sql.ChangeOne("UPDATE topics SET seq = 5000 WHERE id = @topic RETURNING id", Cancel, ("topic", topic.Id));

        Assert.Equal([new UnreadCount(topic.Id, 0, 0, 7 + UnreadCount.LookedThrough, 5_000)], await Personal.Count(bob.Id, [(topic.Id, 7)], Cancel));
        Assert.Equal([new UnreadCount(topic.Id, 0, 0, 5_000, 5_000)], await Personal.Count(bob.Id, [(topic.Id, 4_000)], Cancel));
    }
}
