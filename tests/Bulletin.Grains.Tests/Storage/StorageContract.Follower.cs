using Bulletin.Grains.Accounts;
using Bulletin.Grains.Personal;
using Bulletin.Grains.Storage.Sql;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Storage;

public abstract partial class StorageContract
{
    private Task<IReadOnlyList<FollowedTopic>> Read(int limit, IReadOnlyList<Guid> topicIds) =>
        Followed.Read([.. topicIds.Select(FollowMark.AtStart)], limit, Cancel);

    private IFollowerLog Followed => storage.Services.GetRequiredService<IFollowerLog>();

    [Fact]
    public async Task What_was_not_followed_yet_is_read_in_parts_by_revision()
    {
        var (author, topic, writer) = await NewWriter();
        var posted = await writer.PostMany(author, 5);
        // Now revision 6.
        await writer.Commit(writer.Append([], [Change(posted[1] with { Revision = 6, Text = "edited" }, posted[1].Text!)]));

        var first = Assert.Single(await Read(3, [topic.Id]));
        Assert.Equal([1L, 3], first.Changes.Select(change => change.Seq));
        Assert.Equal((new FollowMark(topic.Id, 0, 0, 0), new FollowMark(topic.Id, 5, 6, 0), true), (first.Mark, first.Head, first.More));
        // Not all posts up to the third were among them.
        Assert.Equal(new FollowMark(topic.Id, 0, 3, 0), first.Next);
        await Followed.Mark([first.Next], Cancel);

        var second = Assert.Single(await Read(3, [topic.Id]));
        Assert.Equal([4L, 5, 2], second.Changes.Select(change => change.Seq));
        Assert.Equal((first.Next, second.Head, false), (second.Mark, second.Next, second.More));
    }

    [Fact]
    public async Task A_change_is_read_with_whom_it_concerns()
    {
        var (author, topic, writer) = await NewWriter();
        var other = await NewUser();
        var message = writer.Next(author, "Hello", replyTo: 7) with { Mentions = [other.Id], MentionsAll = true };
        await writer.Commit(writer.Append(message));
        await writer.Commit(writer.Append([], [Change(message with { Revision = 2, Reactions = [new("👍", [other.Id, author.Id])] }, "Hello")]));

        var read = Assert.Single(Assert.Single(await Read(10, [topic.Id])).Changes);

        Assert.Equal((1L, 2L, author.Id, 7L, message.CreatedAt), (read.Seq, read.Revision, read.AuthorId, read.ReplyTo!.Value, read.CreatedAt));
        Assert.True(read is { IsDeleted: false, MentionsAll: true });
        Assert.Equal([other.Id], read.Mentions);
        var reaction = Assert.Single(read.Reactions!);
        Assert.Equal("👍", reaction.Emoji);
        Assert.Equal([other.Id, author.Id], reaction.UserIds);
    }

    [Fact]
    public async Task A_post_is_read_with_whether_its_author_follows_the_topic()
    {
        var (author, topic, writer) = await NewWriter();
        await writer.PostMany(author, 1);
        Assert.False(await AuthorFollows());
        await FollowAs(author, topic, NotificationLevel.Default, follows: true);
        Assert.True(await AuthorFollows());

        async Task<bool> AuthorFollows() => Assert.Single(Assert.Single(await Read(10, [topic.Id])).Changes).AuthorFollows;
    }

    [Fact]
    public async Task A_conversation_is_read_with_its_people_and_a_removed_topic_not_at_all()
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var (shared, removed) = (await NewShared(Access.Direct, [ada, bob]), await NewTopic(ada));
        Assert.True(await storage.Topics.Remove(removed, Start, audit: null, Cancel));

        var read = Assert.Single(await Read(10, [shared.Id, removed.Id, Guid.CreateVersion7()]));

        Assert.Equal((shared.Id, Access.Direct, new FollowMark(shared.Id, 0, 0, 1)), (read.TopicId, read.Access, read.Head));
        Assert.Equal(new[] { ada.Id, bob.Id }.Order(), read.People.Order());
        Assert.Empty(read.Changes);
        Assert.Empty(await Followed.Read([], 10, Cancel));
    }

    [Fact]
    public async Task A_mark_only_moves_forward()
    {
        var (_, topic, _) = await NewWriter();

        await Followed.Mark([new(topic.Id, 5, 6, 2)], Cancel);
        await Followed.Mark([new(topic.Id, 4, 7, 1)], Cancel);
        await Followed.Mark([], Cancel);

        Assert.Equal(new FollowMark(topic.Id, 5, 7, 2), Assert.Single(await Read(10, [topic.Id])).Mark);
    }

    [Fact]
    public async Task Topics_ahead_of_their_marks_are_found_by_their_activity_and_by_a_walk()
    {
        var (author, topic, writer) = await NewWriter();
        var quiet = await NewTopic(author);
        var shared = await NewShared(Access.Private, [author]);
        var posted = await writer.Post(author, "Hello");
        Guid[] mine = [topic.Id, quiet.Id, shared.Id];

        Assert.Equal(new[] { topic.Id, shared.Id }.Order(), (await Behind()).Order());
        Assert.Equal(new[] { topic.Id, shared.Id }.Order(), (await Walked()).Order());
        Assert.DoesNotContain(topic.Id, await Followed.Behind(posted.CreatedAt.AddSeconds(1), DateTimeOffset.MaxValue, 10_000, Cancel));
        Assert.DoesNotContain(topic.Id, await Followed.Behind(Start, posted.CreatedAt, 10_000, Cancel));

        await Followed.Mark([new(topic.Id, 1, 1, 0), new(shared.Id, 0, 0, 1)], Cancel);
        Assert.Empty(await Behind());
        Assert.Empty(await Walked());

        async Task<Guid[]> Behind() => [.. (await Followed.Behind(Start.AddDays(-1), DateTimeOffset.MaxValue, 10_000, Cancel)).Intersect(mine)];

        async Task<Guid[]> Walked()
        {
            List<Guid> found = [];
            for (var after = (Guid?)Guid.Empty; after is { } from;)
            {
                (var some, after) = await Followed.Behind(from, 7, Cancel);
                found.AddRange(some);
            }
            return [.. found.Intersect(mine)];
        }
    }

    [Fact]
    public async Task New_members_are_those_without_a_row_with_how_far_the_topic_was_when_they_came()
    {
        var (ada, bob, lin) = (await NewUser(), await NewUser(), await NewUser());
        var topic = await NewShared(Access.Private, [ada, bob]);
        var writer = await Claim(topic.Id);
        await writer.PostMany(ada, 3);
        var since = Start.AddSeconds(3);
        Assert.NotNull(await storage.Members.Put(topic.Id, 1, new(lin, Role.Member, since), bob.Id, audit: null, Cancel));
        await FollowAs(bob, topic, NotificationLevel.Default, follows: false);

        var found = (await Followed.NewMembers([topic.Id], Cancel)).OrderBy(member => member.Since);

        Assert.Equal([new NewMember(topic.Id, ada.Id, Start, 0, AddedBy: null), new NewMember(topic.Id, lin.Id, since, 2, bob.Id)], found);
        Assert.Empty(await Followed.NewMembers([], Cancel));
    }

    [Fact]
    public async Task What_was_followed_further_than_is_stored_is_not_read_again()
    {
        var (author, topic, writer) = await NewWriter();
        await writer.PostMany(author, 3);
        await Followed.Mark([new(topic.Id, 1, 1, 0)], Cancel);

        var read = Assert.Single(await Followed.Read([new(topic.Id, 2, 2, 5)], 10, Cancel));

        Assert.Equal(new FollowMark(topic.Id, 2, 2, 5), read.Mark);
        Assert.Equal([3L], read.Changes.Select(change => change.Seq));
    }

    [Fact]
    public async Task Revisions_that_no_message_has_are_passed_over_at_once()
    {
        var (author, topic, writer) = await NewWriter();
        await writer.PostMany(author, 3);
        await Sql.ChangeOne("UPDATE messages SET revision = revision + 1000000000 WHERE topic_id = @topic RETURNING seq", Cancel, ("topic", topic.Id));
        await Sql.ChangeOne("UPDATE topics SET revision = revision + 2000000000 WHERE id = @topic RETURNING id", Cancel, ("topic", topic.Id));

        var first = Assert.Single(await Read(2, [topic.Id]));
        Assert.Equal([1L, 2], first.Changes.Select(change => change.Seq));
        Assert.Equal(1_000_000_002, first.Next.Revision);
        var second = Assert.Single(await Followed.Read([first.Next], 2, Cancel));
        Assert.Equal([3L], second.Changes.Select(change => change.Seq));
        var end = Assert.Single(await Followed.Read([second.Next], 2, Cancel));

        Assert.Equal((0, end.Head, false), (end.Changes.Count, end.Next, end.More));
    }

    [Fact]
    public async Task After_a_restore_nothing_is_followed_again()
    {
        var (author, topic, writer) = await NewWriter();
        var shared = await NewShared(Access.Private, [author]);
        await writer.PostMany(author, 3);
        await Followed.Mark([new(topic.Id, 3, 3, 0), new(shared.Id, 0, 0, 1)], Cancel);

        await storage.Topics.LeaveRevisionsBehind(Cancel);

        Assert.All(await Read(10, [topic.Id, shared.Id]), read => Assert.Equal((read.Head, read.Head, 0), (read.Mark, read.Next, read.Changes.Count)));
    }

    [Fact]
    public async Task What_was_not_followed_before_a_restore_is_followed_after_it()
    {
        var (author, topic, writer) = await NewWriter();
        var shared = await NewShared(Access.Private, [author]);
        await writer.PostMany(author, 3);
        await Followed.Mark([new(topic.Id, 2, 2, 0), new(shared.Id, 0, 0, 0)], Cancel);

        await storage.Topics.LeaveRevisionsBehind(Cancel);

        var read = await Read(10, [topic.Id, shared.Id]);
        Assert.Equal(3, Assert.Single(read.Single(one => one.TopicId == topic.Id).Changes).Seq);
        Assert.Equal(0, read.Single(one => one.TopicId == shared.Id).Mark.MembersVersion);
    }

    [Fact]
    public async Task Who_has_something_of_a_topic_that_is_gone_for_them_is_known_and_outsiders_are_forgotten()
    {
        var (ada, bob, lin) = (await NewUser(), await NewUser(), await NewUser());
        var (open, removed, closed) = (await NewTopic(ada), await NewTopic(ada), await NewShared(Access.Private, [ada]));
        Assert.True(await storage.Topics.Remove(removed, Start, audit: null, Cancel));
        foreach (var topic in (Topic[])[open, removed, closed]) await FollowAs(bob, topic, NotificationLevel.Default, follows: false);
        await FollowAs(ada, closed, NotificationLevel.Default, follows: true);

        Guid[] all = [open.Id, removed.Id, closed.Id];
        Assert.Equal([(removed.Id, bob.Id)], await Followed.HoldersOfRemoved(all, Cancel));
        Assert.Equal([(closed.Id, bob.Id)], await Followed.ForgetOutsiders(all, Cancel));
        Assert.Equal((1, 1, 1), (await Rows("user_topics", open), await Rows("user_topics", removed), await Rows("user_topics", closed)));
        Assert.Empty(await Followed.ForgetOutsiders(all, Cancel));
        Assert.Equal([(closed.Id, ada.Id)], await Followed.Members([(closed.Id, ada.Id), (closed.Id, lin.Id), (open.Id, ada.Id)], Cancel));
        Assert.Empty(await Followed.ForgetOutsiders([], Cancel));
    }

    [Fact]
    public async Task Who_follows_a_topic_and_who_is_told_of_all_of_it_is_known()
    {
        var (ada, bob, lin) = (await NewUser(), await NewUser(), await NewUser());
        var (open, closed) = (await NewTopic(ada), await NewShared(Access.Private, [ada, bob]));
        await FollowAs(ada, open, NotificationLevel.All, follows: true);
        await FollowAs(bob, open, NotificationLevel.Mentions, follows: false);
        await FollowAs(bob, closed, NotificationLevel.All, follows: true);
        // No longer a member.
        await FollowAs(lin, closed, NotificationLevel.All, follows: true);

        Assert.Equal(new[] { (open.Id, ada.Id), (closed.Id, bob.Id) }.Order(), (await Followed.ToldOfAll([open.Id, closed.Id], Cancel)).Order());
        Assert.Equal([ada.Id], await Followed.Everybody(open.Id, 10, Cancel));
        Assert.Equal(new[] { ada.Id, bob.Id }.Order(), (await Followed.Everybody(closed.Id, 10, Cancel)).Order());
        Assert.Single(await Followed.Everybody(closed.Id, 1, Cancel));
    }

    [Fact]
    public async Task Who_wrote_messages_and_who_was_notified_of_them_is_known()
    {
        var (author, topic, writer) = await NewWriter();
        await writer.PostMany(author, 2);
        await Sql.Change(
            """
            INSERT INTO notifications (user_id, id, kind, topic_id, seq, actor_id, created_at)
            VALUES (@user, 1, 0, @topic, 1, @user, 0), (@user, 2, 1, @topic, 1, @user, 0)
            RETURNING id
            """,
            row => row.GetInt64(0), Cancel, ("user", author.Id), ("topic", topic.Id));

        Assert.Equal(
            new Dictionary<(Guid, long), Guid> { [(topic.Id, 1)] = author.Id, [(topic.Id, 2)] = author.Id },
            await Followed.Authors([(topic.Id, 1), (topic.Id, 2), (topic.Id, 3)], Cancel));
        Assert.Equal([(topic.Id, author.Id)], await Followed.Notified([(topic.Id, 1), (topic.Id, 2)], Cancel));
    }

    [Fact]
    public async Task What_happened_since_a_mark_is_read_from_indexes_alone()
    {
        var changes = await storage.PlanByIndexes(SqlFollowerLog.Changes(1), ("limit", 200), ("topic0", Guid.Empty), ("seq0", 0L), ("revision0", 0L), ("members0", 0L));
        var active = await storage.PlanByIndexes(SqlFollowerLog.Topics(storage.Services.GetRequiredService<SqlDatabase>()).Active, ("since", 0L), ("until", 1L), ("limit", 500));

        Assert.Matches(@"messages_revision|\(topic_id=\? AND revision>\? AND revision<\?\)", changes);
        Assert.Contains("topics_by_activity", active, StringComparison.Ordinal);
        Assert.Contains("topics_private_by_activity", active, StringComparison.Ordinal);
    }

    private Task<bool> FollowAs(User user, Topic topic, NotificationLevel level, bool follows) => Sql.ChangeOne(
        """
        INSERT INTO user_topics (user_id, topic_id, read_seq, version, level, following) VALUES (@user, @topic, 0, 1, @level, @follows)
        RETURNING user_id
        """,
        Cancel, ("user", user.Id), ("topic", topic.Id), ("level", (int)level), ("follows", follows));
}
