using Bulletin.Grains.Accounts;
using Bulletin.Grains.Storage;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Tests.Storage;

public abstract partial class StorageContract
{
    [Fact]
    public async Task A_private_topic_comes_back_with_its_members_and_their_version()
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var topic = await NewShared(Access.Private, [ada, bob]);

        var stored = await Load(topic.Id);

        Assert.Equal(topic, stored.Topic);
        Assert.Equal((2, 1L), (stored.Topic.MemberCount, stored.Topic.MembersVersion));
        Assert.Equal((Access.Private, 1L), (stored.Members.Access, stored.Members.Version));
        Assert.Equal([new Member(ada, Role.Owner, Start), new Member(bob, Role.Member, Start.AddSeconds(1))], stored.Members.InOrder);
        Assert.Equal(stored.Members.InOrder, (await storage.Members.Load(topic.Id, Cancel))!.InOrder);
        Assert.Equal(1, (await storage.Log.Claim(topic.Id, Cancel))?.MembersVersion);
    }

    [Fact]
    public async Task A_direct_conversation_comes_back_with_its_people()
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var topic = await NewShared(Access.Direct, [ada, bob], name: "");

        var stored = await Load(topic.Id);

        Assert.Equal((Access.Direct, "", 2), (stored.Topic.Access, stored.Topic.Name, stored.Topic.MemberCount));
        Assert.Equal([ada, bob], stored.Topic.People);
        Assert.All(stored.Members.InOrder, member => Assert.Equal(Role.Member, member.Role));
    }

    [Fact]
    public async Task A_public_topic_has_no_members_and_version_0()
    {
        var topic = await NewTopic(await NewUser());

        Assert.Same(TopicMembers.Everybody, (await Load(topic.Id)).Members);
        Assert.Equal((null, 0L), ((await Load(topic.Id)).Topic.MemberCount, (await Load(topic.Id)).Topic.MembersVersion));
        Assert.Equal(0, await storage.Members.Version(topic.Id, Cancel));
        Assert.Equal(0, (await storage.Log.Claim(topic.Id, Cancel))?.MembersVersion);
    }

    [Fact]
    public async Task A_topic_that_is_created_again_with_others_keeps_its_members()
    {
        var (ada, bob, eve) = (await NewUser(), await NewUser(), await NewUser());
        var topic = await NewShared(Access.Private, [ada, bob]);

        Assert.False(await storage.Topics.Create(topic, MembersOf(Access.Private, [eve]), Cancel));

        Assert.Equal([ada, bob], await Members(topic));
        Assert.Empty(await storage.Index.Page(eve.Id, 10, null, Cancel));
    }

    [Fact]
    public async Task A_member_is_added_and_gets_another_role_but_stays_since_when_they_were_added()
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var topic = await NewShared(Access.Private, [ada]);
        Member added = new(bob, Role.Member, Start.AddDays(1));

        var first = await storage.Members.Put(topic.Id, 1, added, addedBy: null, audit: null, Cancel);
        var second = await storage.Members.Put(topic.Id, 2, new(bob, Role.Owner, Start.AddDays(2)), addedBy: null, audit: null, Cancel);

        Assert.Equal((2, 3), (first?.MembersVersion, second?.MembersVersion));
        var members = (await storage.Members.Load(topic.Id, Cancel))!;
        Assert.Equal(3, members.Version);
        Assert.Equal(added with { Role = Role.Owner }, members.ById[bob.Id]);
    }

    [Fact]
    public async Task Who_has_added_a_member_is_kept_and_somebody_who_came_by_themselves_has_none()
    {
        var (ada, bob, lin) = (await NewUser(), await NewUser(), await NewUser());
        var topic = await NewShared(Access.Private, [ada, bob]);

        Assert.NotNull(await storage.Members.Put(topic.Id, 1, new(lin, Role.Member, Start), bob.Id, audit: null, Cancel));
        // Another role is no other arrival.
        Assert.NotNull(await storage.Members.Put(topic.Id, 2, new(lin, Role.Owner, Start), ada.Id, audit: null, Cancel));

        var addedBy = await Sql.Query(
            "SELECT user_id, added_by FROM topic_members WHERE topic_id = @topic", row => (row.GetGuid(0), row.IsDBNull(1) ? (Guid?)null : row.GetGuid(1)),
            Cancel, ("topic", topic.Id));
        Assert.Equal(new[] { (ada.Id, null), (bob.Id, ada.Id), (lin.Id, (Guid?)bob.Id) }.Order(), addedBy.Order());
    }

    [Fact]
    public async Task Who_leaves_loses_their_notifications_and_begins_anew_when_they_come_back()
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var topic = await NewShared(Access.Private, [ada, bob]);
        await FollowAs(bob, topic, Bulletin.Grains.Personal.NotificationLevel.All, follows: true);
        await Sql.ChangeOne(
            "INSERT INTO notifications (user_id, id, kind, topic_id, seq, actor_id, created_at) VALUES (@user, 1, 4, @topic, 0, @actor, 0) RETURNING id",
            Cancel, ("user", bob.Id), ("topic", topic.Id), ("actor", ada.Id));

        Assert.NotNull(await storage.Members.Put(topic.Id, 1, new(bob, Role.Owner, Start), ada.Id, audit: null, Cancel));
        Assert.Equal((1, 1), (await Rows("user_topics", topic), await Rows("notifications", topic)));
        Assert.NotNull(await storage.Members.Remove(topic.Id, 2, bob.Id, isExpelled: false, Start, audit: null, Cancel));
        Assert.Equal((1, 0), (await Rows("user_topics", topic), await Rows("notifications", topic)));
        Assert.NotNull(await storage.Members.Put(topic.Id, 3, new(bob, Role.Member, Start), ada.Id, audit: null, Cancel));

        Assert.Equal(0, await Rows("user_topics", topic));
    }

    [Fact]
    public async Task Who_changes_the_members_has_claimed_the_topic_and_a_writer_of_before_commits_nothing()
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var topic = await NewShared(Access.Private, [ada, bob]);
        var before = await Claim(topic.Id);
        await before.Post(ada, "Before");

        var claim = await storage.Members.Remove(topic.Id, 1, bob.Id, isExpelled: false, Start, audit: null, Cancel);

        Assert.Equal(new TopicClaim(before.Epoch + 1, before.Head, MembersVersion: 2), claim);
        Assert.Equal(AppendStatus.Fenced, (await before.Commit(before.Append(before.Next(ada, "Not for Bob")))).Status);
        await new Writer(storage.Commits, topic.Id, claim!.Value).Post(ada, "After");
        Assert.Equal(["Before", "After"], (await Load(topic.Id)).Latest.Select(message => message.Text));
        Assert.Equal([ada], await Members(topic));
    }

    [Fact]
    public async Task Members_that_have_another_version_are_not_changed_and_their_topic_is_not_claimed()
    {
        var (ada, bob, eve) = (await NewUser(), await NewUser(), await NewUser());
        var topic = await NewShared(Access.Private, [ada, bob]);
        var writer = await Claim(topic.Id);

        foreach (var version in (long[])[0, 2])
        {
            Assert.Null(await storage.Members.Put(topic.Id, version, new(eve, Role.Owner, Start), addedBy: null, audit: null, Cancel));
            Assert.Null(await storage.Members.Remove(topic.Id, version, bob.Id, isExpelled: false, Start, audit: null, Cancel));
        }

        Assert.Equal([ada, bob], await Members(topic));
        Assert.Equal(1, await storage.Members.Version(topic.Id, Cancel));
        await writer.Post(ada, "Still the writer");
    }

    [Fact]
    public async Task Of_many_who_change_the_same_members_at_once_one_does()
    {
        var ada = await NewUser();
        var topic = await NewShared(Access.Private, [ada]);
        var others = new List<User>();
        for (var i = 0; i < 10; i++) others.Add(await NewUser());

        var claims = await Task.WhenAll(others.Select(other => storage.Members.Put(topic.Id, 1, new(other, Role.Member, Start), addedBy: null, audit: null, Cancel)));

        Assert.Single(claims, claim => claim is not null);
        Assert.Equal(2, (await Members(topic)).Count);
        Assert.Equal(2, await storage.Members.Version(topic.Id, Cancel));
    }

    [Fact]
    public async Task A_topic_that_is_removed_or_never_was_has_no_members_and_takes_none()
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var removed = await NewShared(Access.Private, [ada]);
        await storage.Topics.Remove(removed, Start, audit: null, Cancel);

        foreach (var id in (Guid[])[removed.Id, Guid.CreateVersion7()])
        {
            Assert.Null(await storage.Members.Load(id, Cancel));
            Assert.Null(await storage.Members.Version(id, Cancel));
            Assert.Null(await storage.Members.Put(id, 1, new(bob, Role.Member, Start), addedBy: null, audit: null, Cancel));
            Assert.Null(await storage.Members.Remove(id, 1, ada.Id, isExpelled: false, Start, audit: null, Cancel));
        }
    }

    [Fact]
    public async Task The_members_and_invitations_of_a_removed_topic_go_with_its_last_message()
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var (removed, kept) = (await NewShared(Access.Private, [ada, bob]), await NewShared(Access.Private, [ada, bob]));
        await (await Claim(removed.Id)).PostMany(ada, 5);
        await NewInvitation(removed, ada);
        await NewInvitation(kept, ada);
        await storage.Topics.Remove(removed, Start, audit: null, Cancel);

        while (await storage.Topics.EmptyRemoved(Start, Start, 3, Cancel)) { }

        Assert.Equal((0, 0), (await Rows("topic_members", removed), await Rows("topic_invitations", removed)));
        Assert.Equal((2, 1), (await Rows("topic_members", kept), await Rows("topic_invitations", kept)));
    }

    [Fact]
    public async Task After_a_restore_no_version_of_members_is_used_again()
    {
        var ada = await NewUser();
        var (shared, open) = (await NewShared(Access.Private, [ada]), await NewTopic(ada));

        await storage.Topics.LeaveRevisionsBehind(Cancel);

        Assert.True(await storage.Members.Version(shared.Id, Cancel) > 1_000_000_000);
        Assert.Equal(0, await storage.Members.Version(open.Id, Cancel));
    }

    [Fact]
    public async Task An_operator_lists_the_members_and_makes_somebody_an_owner()
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var topic = await NewShared(Access.Private, [ada]);
        await storage.Members.Remove(topic.Id, 1, ada.Id, isExpelled: false, Start, audit: null, Cancel);
        var writer = await Claim(topic.Id);

        await StorageCommands.MakeOwner(storage.Services, topic.Id, bob.Username.ToUpperInvariant(), Cancel);

        var owner = Assert.Single(await StorageCommands.ListMembers(storage.Services, topic.Id, Cancel));
        Assert.Equal((bob, Role.Owner), (owner.User, owner.Role));
        Assert.Equal(3, await storage.Members.Version(topic.Id, Cancel));
        Assert.Equal(AppendStatus.Fenced, (await writer.Commit(writer.Append(writer.Next(ada, "Late")))).Status);
    }

    [Fact]
    public async Task An_operator_is_told_that_there_is_no_such_topic_or_person()
    {
        var ada = await NewUser();
        var (open, shared, conversation) = (await NewTopic(ada), await NewShared(Access.Private, [ada]), await NewShared(Access.Direct, [ada]));

        await Assert.ThrowsAsync<StartFailedException>(() => StorageCommands.ListMembers(storage.Services, open.Id, Cancel));
        await Assert.ThrowsAsync<StartFailedException>(() => StorageCommands.ListMembers(storage.Services, Guid.CreateVersion7(), Cancel));
        await Assert.ThrowsAsync<StartFailedException>(() => StorageCommands.MakeOwner(storage.Services, open.Id, ada.Username, Cancel));
        await Assert.ThrowsAsync<StartFailedException>(() => StorageCommands.MakeOwner(storage.Services, conversation.Id, ada.Username, Cancel));
        await Assert.ThrowsAsync<StartFailedException>(() => StorageCommands.MakeOwner(storage.Services, shared.Id, "nobody", Cancel));
    }

    private static TopicMembers MembersOf(Access access, IReadOnlyList<User> people) => TopicMembers.Of(
        access, 1, people.Select((person, at) => new Member(person, access == Access.Private && at == 0 ? Role.Owner : Role.Member, Start.AddSeconds(at))));

    /// <param name="people">Who creates it comes first.</param>
    private async Task<Topic> NewShared(Access access, IReadOnlyList<User> people, string name = "Tea", DateTimeOffset? at = null)
    {
        var members = MembersOf(access, people);
        var topic = new Topic(Guid.CreateVersion7(), name, null, at ?? Start, people[0], at ?? Start, 0, 0, null, access).With(members);
        Assert.True(await storage.Topics.Create(topic, members, Cancel));
        return topic;
    }

    private async Task<IReadOnlyList<User>> Members(Topic topic) =>
        [.. (await storage.Members.Load(topic.Id, Cancel))!.InOrder.Select(member => member.User)];

    private async Task<int> Rows(string table, Topic topic) =>
        (await Sql.Query($"SELECT topic_id FROM {table} WHERE topic_id = @topic", _ => true, Cancel, ("topic", topic.Id))).Count;
}
