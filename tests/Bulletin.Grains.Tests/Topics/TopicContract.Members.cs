using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Tests.Topics;

// Who may see a private topic, and who may change that.
public abstract partial class TopicContract
{
    [Fact]
    public async Task Who_is_no_member_can_t_tell_a_private_topic_from_one_that_does_not_exist()
    {
        var (ada, eve, mod, bob) = (await Cluster.SignUp("ada"), await Cluster.SignUp("eve"), await Cluster.SignUp("mod", moderator: true), await Cluster.SignUp("bob"));
        var topic = await Cluster.NewPrivateTopic(ada, bob);
        for (var i = 1; i <= 60; i++) await Post(topic, bob, $"message {i}");
        Assert.Equal(Refusal.None, await Remove(topic, ada, bob));
        var nowhere = Cluster.Grains.GetGrain<ITopicGrain>(Guid.CreateVersion7());

        foreach (var (stranger, inMemory) in new[] { (eve, true), (mod, true), (bob, true), (bob, false), (eve, false) })
        {
            if (!inMemory) await Deactivate(topic);
            var answers = await Everything(topic, stranger);
            Assert.Equal(await Everything(nowhere, stranger), answers);
            Assert.All(answers, answer => Assert.True(answer is Refusal.TopicNotFound or Refusal.InvitationNotFound));
        }
        var left = (await topic.Get(ada.User.Id, Cancel)).Value!;
        Assert.Equal(("tea", 60L, 60L, 1), (left.Name, left.LastSeq, left.Revision, left.MemberCount));
    }

    [Fact]
    public async Task A_member_reads_and_posts_and_reads_what_was_there_before_they_came()
    {
        var (ada, bob) = (await Cluster.SignUp("ada"), await Cluster.SignUp("bob"));
        var topic = await Cluster.NewPrivateTopic(ada);
        for (var i = 1; i <= 60; i++) await Post(topic, ada, $"message {i}");
        Assert.Equal((Role.Member, true), await Put(topic, ada, bob));

        Assert.Equal(61, (await Post(topic, bob, "hello")).Seq);
        Assert.Equal("message 1", (await topic.ReadOne(1, bob.User.Id, Cancel)).Value!.Text);
        Assert.Equal(Numbers(1, 61), (await topic.Read(new(200), bob.User.Id, Cancel)).Value!.Items.Select(m => m.Seq));
        Assert.Equal(61, (await topic.Changes(0, 200, bob.User.Id, Cancel)).Value!.Items.Count);
        var latest = (await topic.Latest(0, bob.User.Id, Cancel)).Value!;
        Assert.Equal((50, false), (latest.Page!.Items.Count, latest.IsPublic));
        Assert.Equal([ada.User, bob.User], (await topic.Members(bob.User.Id, Cancel)).Value!.Items.Select(m => m.User));
    }

    [Fact]
    public async Task Owners_add_promote_demote_and_remove_and_members_may_only_leave()
    {
        var (ada, bob, lin) = (await Cluster.SignUp("ada"), await Cluster.SignUp("bob"), await Cluster.SignUp("lin"));
        var topic = await Cluster.NewPrivateTopic(ada, bob);

        Assert.Equal(Refusal.NotAllowed, (await topic.PutMember(new(lin.User, null, bob), Cancel)).Refusal);
        Assert.Equal(Refusal.NotAllowed, (await topic.PutMember(new(bob.User, Role.Owner, bob), Cancel)).Refusal);
        Assert.Equal(Refusal.NotAllowed, await Remove(topic, bob, ada));
        Assert.Equal(Refusal.NotAllowed, await Remove(topic, bob, lin));
        Assert.Equal(Refusal.NotAllowed, (await topic.CreateInvitation(new(Guid.CreateVersion7(), [1], null, null, bob), Cancel)).Refusal);
        Assert.Equal(Refusal.NotAllowed, (await topic.Change(new("coffee", null, bob), Cancel)).Refusal);
        Assert.Equal(Refusal.NotAllowed, (await topic.Remove(bob, Cancel)).Refusal);

        Assert.Equal((Role.Owner, false), await Put(topic, ada, bob, Role.Owner));
        Assert.Equal((Role.Owner, false), await Put(topic, ada, bob));
        Assert.Equal((Role.Member, true), await Put(topic, bob, lin));
        Assert.Equal((Role.Member, false), await Put(topic, bob, ada, Role.Member));
        Assert.Equal(Refusal.NotAllowed, await Remove(topic, ada, lin));
        Assert.Equal("coffee", (await topic.Change(new("coffee", null, bob), Cancel)).Value!.Name);
        Assert.Equal(Refusal.None, await Remove(topic, ada, ada));
        Assert.Equal(Refusal.None, await Remove(topic, bob, lin));
        Assert.Equal(Refusal.None, await Remove(topic, bob, lin));

        foreach (var inMemory in new[] { true, false })
        {
            if (!inMemory) await Deactivate(topic);
            Assert.Equal((bob.User, Role.Owner), Assert.Single((await topic.Members(bob.User.Id, Cancel)).Value!.Items) is var only ? (only.User, only.Role) : default);
        }
    }

    [Fact]
    public async Task Its_last_owner_can_neither_leave_nor_be_demoted()
    {
        var (ada, bob) = (await Cluster.SignUp("ada"), await Cluster.SignUp("bob"));
        var topic = await Cluster.NewPrivateTopic(ada, bob);

        Assert.Equal(Refusal.LastOwner, await Remove(topic, ada, ada));
        Assert.Equal(Refusal.LastOwner, (await topic.PutMember(new(ada.User, Role.Member, ada), Cancel)).Refusal);

        await Put(topic, ada, bob, Role.Owner);
        var both = await Task.WhenAll(Remove(topic, ada, ada), Remove(topic, bob, bob));
        Assert.Equal([Refusal.None, Refusal.LastOwner], both.Order());
        Assert.Equal(Role.Owner, Assert.Single((await Cluster.Members.Load(topic.GetPrimaryKey(), Cancel))!.ById.Values).Role);
    }

    [Fact]
    public async Task A_moderator_has_no_more_rights_in_a_private_topic_than_any_member()
    {
        var (ada, mod) = (await Cluster.SignUp("ada"), await Cluster.SignUp("mod", moderator: true));
        var topic = await Cluster.NewPrivateTopic(ada, mod);
        await Post(topic, ada, "one");
        await Post(topic, mod, "two");

        Assert.Equal(Refusal.NotAllowed, (await topic.Delete(new(1, mod), Cancel)).Refusal);
        Assert.Equal(Refusal.NotAllowed, (await topic.Change(new(null, null, mod, Locked: true), Cancel)).Refusal);
        Assert.Equal(Refusal.NotAllowed, (await topic.Remove(mod, Cancel)).Refusal);
        Assert.Equal(Refusal.NotAllowed, await Remove(topic, mod, ada));
        Assert.Equal(Refusal.NotAllowed, (await topic.Edit(new(2, ada, "mine"), Cancel)).Refusal);
        Assert.NotNull((await topic.Delete(new(2, ada), Cancel)).Value!.DeletedAt);
    }

    [Fact]
    public async Task A_public_topic_has_no_members_and_takes_none()
    {
        var (ada, bob) = (await Cluster.SignUp("ada"), await Cluster.SignUp("bob"));
        var topic = await Cluster.NewTopic(ada);

        Assert.Empty((await topic.Members(bob.User.Id, Cancel)).Value!.Items);
        Assert.Equal(Refusal.NotAllowed, (await topic.PutMember(new(bob.User, null, ada), Cancel)).Refusal);
        Assert.Equal(Refusal.NotAllowed, await Remove(topic, ada, ada));
        Assert.Equal(Refusal.NotAllowed, (await topic.CreateInvitation(new(Guid.CreateVersion7(), [1], null, null, ada), Cancel)).Refusal);
        Assert.Equal(Refusal.NotAllowed, (await topic.Hide(ada, Cancel)).Refusal);
        Assert.Equal(Refusal.InvitationNotFound, (await topic.Preview(Cancel)).Refusal);
        Assert.True((await topic.Latest(0, bob.User.Id, Cancel)).Value!.IsPublic);
    }

    [Fact]
    public async Task However_many_are_added_and_removed_at_once_all_are()
    {
        var ada = await Cluster.SignUp("ada");
        var people = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Cluster.SignUp($"p{i}")));
        var topic = await Cluster.NewPrivateTopic(ada);

        Assert.All(await Task.WhenAll(people.Select(person => topic.PutMember(new(person.User, null, ada), Cancel))), put => Assert.Equal((Refusal.None, true), (put.Refusal, put.Value?.Added)));
        Assert.Equal(13, (await topic.Members(ada.User.Id, Cancel)).Value!.Items.Count);
        Assert.All(await Task.WhenAll(people.Select(person => Remove(topic, ada, person))), removed => Assert.Equal(Refusal.None, removed));
        Assert.Equal([ada.User], (await topic.Members(ada.User.Id, Cancel)).Value!.Items.Select(m => m.User));
    }

    /// <summary>Every call there is, with what the topic answers.</summary>
    private static async Task<Refusal[]> Everything(ITopicGrain topic, Actor by) =>
    [
        .. await Reads(topic, by.User.Id),
        (await topic.Post(new(Guid.CreateVersion7(), by, "hello", null), Cancel)).Refusal,
        (await topic.Edit(new(1, by, "edited"), Cancel)).Refusal,
        (await topic.Edit(new(60, by, "edited"), Cancel)).Refusal,
        (await topic.Delete(new(60, by), Cancel)).Refusal,
        (await topic.Change(new("coffee", null, by), Cancel)).Refusal,
        (await topic.Remove(by, Cancel)).Refusal,
        (await topic.Restore(by, Cancel)).Refusal,
        (await topic.Change(new(null, null, by, Retention: new(30)), Cancel)).Refusal,
        (await topic.Members(by, Cancel)).Refusal,
        (await topic.PutMember(new(by.User, null, by), Cancel)).Refusal,
        await Remove(topic, by, by),
        (await topic.Hide(by, Cancel)).Refusal,
        (await topic.CreateInvitation(new(Guid.CreateVersion7(), [1], null, null, by), Cancel)).Refusal,
        (await topic.Invitations(by, Cancel)).Refusal,
        (await topic.RevokeInvitation(Guid.CreateVersion7(), by, Cancel)).Refusal,
        (await topic.AcceptInvitation(Guid.CreateVersion7(), by, Cancel)).Refusal,
    ];

    private static async Task<Refusal[]> Reads(ITopicGrain topic, Guid viewer) =>
    [
        (await topic.Get(viewer, Cancel)).Refusal,
        (await topic.Latest(0, viewer, Cancel)).Refusal,
        (await topic.Members(viewer, Cancel)).Refusal,
        .. await History(topic, viewer),
    ];

    /// <summary>The reads that storage may answer, of messages in memory and older ones.</summary>
    private static async Task<Refusal[]> History(ITopicGrain topic, Guid viewer) =>
    [
        (await topic.Read(new(50), viewer, Cancel)).Refusal,
        (await topic.Read(new(5, Before: 6), viewer, Cancel)).Refusal,
        (await topic.Read(new(5, After: 0), viewer, Cancel)).Refusal,
        (await topic.Read(new(5, Around: 5), viewer, Cancel)).Refusal,
        (await topic.ReadOne(1, viewer, Cancel)).Refusal,
        (await topic.ReadOne(60, viewer, Cancel)).Refusal,
        (await topic.History(1, viewer, Cancel)).Refusal,
        (await topic.Changes(0, 50, viewer, Cancel)).Refusal,
        (await topic.Changes(59, 50, viewer, Cancel)).Refusal,
        (await topic.Changes(1_000_000, 50, viewer, Cancel)).Refusal,
    ];

    private static async Task<(Role Role, bool Added)> Put(ITopicGrain topic, Actor by, Actor member, Role? role = null)
    {
        var put = await topic.PutMember(new(member.User, role, by), Cancel);
        Assert.Equal(Refusal.None, put.Refusal);
        return (put.Value!.Member.Role, put.Value.Added);
    }

    private static async Task<Refusal> Remove(ITopicGrain topic, Actor by, Actor member) =>
        (await topic.RemoveMember(new(member.User.Id, by), Cancel)).Refusal;
}
