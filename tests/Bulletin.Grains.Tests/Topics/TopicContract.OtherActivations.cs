using Bulletin.Grains.Accounts;
using Bulletin.Grains.Storage;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Commits;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Tests.Topics;

// Another activation, or an operator, changes the members of a topic that is in memory here.
public abstract partial class TopicContract
{
    [Fact]
    public async Task A_post_by_an_activation_that_does_not_know_of_a_removal_is_fenced_and_retried_without_the_removed_person()
    {
        var (topic, ada, bob) = await PrivateTopicOfTwo();
        await Elsewhere(topic, members => Cluster.Members.Remove(topic.GetPrimaryKey(), members, bob.User.Id, isExpelled: true, Sample.Noon, audit: null, Cancel));

        var clientId = Guid.CreateVersion7();
        Assert.Equal(Refusal.Retry, (await topic.Post(new(clientId, ada, "ours", null), Cancel)).Refusal);
        Assert.Equal(62, (await Post(topic, ada, "ours", clientId)).Seq);
        Assert.All(await Everything(topic, bob), refusal => Assert.True(refusal is Refusal.TopicNotFound or Refusal.InvitationNotFound));
        Assert.Equal([ada.User.Id], (await topic.Readers(Cancel)).Value!.UserIds);
    }

    [Fact]
    public async Task History_is_not_answered_to_somebody_whom_another_activation_has_removed()
    {
        var (topic, ada, bob) = await PrivateTopicOfTwo();
        await Elsewhere(topic, members => Cluster.Members.Remove(topic.GetPrimaryKey(), members, bob.User.Id, isExpelled: true, Sample.Noon, audit: null, Cancel));

        Assert.All(await History(topic, bob.User.Id), refusal => Assert.Equal(Refusal.TopicNotFound, refusal));
        Assert.All(await History(topic, ada.User.Id), refusal => Assert.Equal(Refusal.None, refusal));
    }

    [Fact]
    public async Task What_was_read_from_storage_is_not_answered_to_somebody_who_was_removed_meanwhile()
    {
        var (topic, ada, bob) = await PrivateTopicOfTwo();
        var held = Cluster.Lookups.Hold();
        try
        {
            var read = topic.ReadOne(1, bob.User.Id, Cancel);
            await held.WaitAsync(Soon, Cancel);
            await Elsewhere(topic, members => Cluster.Members.Remove(topic.GetPrimaryKey(), members, bob.User.Id, isExpelled: true, Sample.Noon, audit: null, Cancel));
            Cluster.Lookups.Release();

            Assert.Equal(Refusal.TopicNotFound, (await read).Refusal);
        }
        finally
        {
            Cluster.Lookups.Release();
        }
        Assert.Equal("message 1", (await topic.ReadOne(1, ada.User.Id, Cancel)).Value!.Text);
    }

    [Fact]
    public async Task Who_was_added_by_another_activation_or_an_operator_is_let_in_and_the_watchers_are_told()
    {
        var (topic, ada, bob) = await PrivateTopicOfTwo();
        var (lin, max) = (await Cluster.SignUp("lin"), await Cluster.SignUp("max"));
        Watcher watcher = new();
        var reference = Cluster.Grains.CreateObjectReference<ITopicObserver>(watcher);
        await topic.Watch(reference, 60, -1, Cancel);

        await Cluster.Members.Put(topic.GetPrimaryKey(), 1, new(lin.User, Role.Member, Sample.Noon), addedBy: null, audit: null, Cancel);
        Assert.All(await Reads(topic, lin.User.Id), refusal => Assert.Equal(Refusal.None, refusal));
        Assert.Contains(lin.User.Id, await watcher.ReadersAt(2));

        await StorageCommands.MakeOwner(Cluster.Services, topic.GetPrimaryKey(), max.User.Username, Cancel);
        Assert.Equal((Role.Member, false), await Put(topic, max, bob));
        Assert.Equal(new[] { ada, bob, lin, max }.Select(person => person.User.Id).Order(), (await watcher.ReadersAt(3)).Order());

        // Promoted.
        await StorageCommands.MakeOwner(Cluster.Services, topic.GetPrimaryKey(), lin.User.Username, Cancel);
        Assert.Equal("coffee", (await topic.Change(new("coffee", null, lin), Cancel)).Value!.Name);
    }

    [Fact]
    public async Task A_removal_is_answered_only_once_it_is_true_in_storage()
    {
        var (topic, ada, _) = await PrivateTopicOfTwo();
        var lin = await Cluster.SignUp("lin");
        await StorageCommands.MakeOwner(Cluster.Services, topic.GetPrimaryKey(), lin.User.Username, Cancel);

        Assert.Equal(Refusal.None, await Remove(topic, ada, lin));

        Assert.False((await Cluster.Members.Load(topic.GetPrimaryKey(), Cancel))!.Has(lin.User.Id));
        Assert.All(await Reads(topic, lin.User.Id), refusal => Assert.Equal(Refusal.TopicNotFound, refusal));
    }

    [Fact]
    public async Task Who_was_removed_by_another_activation_is_added_again_however_they_come()
    {
        var (topic, ada, bob) = await PrivateTopicOfTwo();
        var (invitation, _) = await Invite(topic, ada);

        await Elsewhere(topic, members => Cluster.Members.Remove(topic.GetPrimaryKey(), members, bob.User.Id, isExpelled: true, Sample.Noon, audit: null, Cancel));
        Assert.Equal((Role.Member, true), await Put(topic, ada, bob));
        Assert.True((await Cluster.Members.Load(topic.GetPrimaryKey(), Cancel))!.Has(bob.User.Id));

        await Elsewhere(topic, members => Cluster.Members.Remove(topic.GetPrimaryKey(), members, bob.User.Id, isExpelled: false, Sample.Noon, audit: null, Cancel));
        Assert.Equal(2, (await topic.AcceptInvitation(invitation.Id, bob, Cancel)).Value?.MemberCount);
        Assert.True((await Cluster.Members.Load(topic.GetPrimaryKey(), Cancel))!.Has(bob.User.Id));
    }

    [Fact]
    public async Task An_owner_whom_another_activation_has_removed_has_no_rights_left()
    {
        var (topic, ada, bob) = await PrivateTopicOfTwo();
        await Put(topic, ada, bob, Role.Owner);
        await Post(topic, ada, "loaded");

        foreach (var attempt in new Func<Task<Refusal>>[]
        {
            async () => (await topic.Change(new("coffee", null, bob), Cancel)).Refusal,
            async () => (await topic.Remove(bob, Cancel)).Refusal,
            async () => (await topic.CreateInvitation(new(Guid.CreateVersion7(), [1], null, null, bob), Cancel)).Refusal,
            async () => (await topic.Invitations(bob, Cancel)).Refusal,
            async () => (await topic.PutMember(new(ada.User, Role.Owner, bob), Cancel)).Refusal,
            () => Remove(topic, bob, ada),
        })
        {
            var version = (await Cluster.Members.Version(topic.GetPrimaryKey(), Cancel))!.Value;
            Assert.NotNull(await Cluster.Members.Remove(topic.GetPrimaryKey(), version, bob.User.Id, isExpelled: true, Sample.Noon, audit: null, Cancel));
            Assert.Equal(Refusal.TopicNotFound, await attempt());
            await Put(topic, ada, bob, Role.Owner);
        }
        var left = (await topic.Get(ada.User.Id, Cancel)).Value!;
        Assert.Equal(("tea", 2), (left.Name, left.MemberCount));
    }

    [Fact]
    public async Task Changes_missed_by_a_gateway_come_with_a_version_of_the_members_at_least_as_new()
    {
        var (topic, _, bob) = await PrivateTopicOfTwo();
        // Put back into memory with the latest fifty: what was changed before them is read from storage.
        await Deactivate(topic);
        Assert.Equal(1, (await topic.Missed(0, 200, Cancel)).Value!.MembersVersion);
        await Elsewhere(topic, members => Cluster.Members.Remove(topic.GetPrimaryKey(), members, bob.User.Id, isExpelled: true, Sample.Noon, audit: null, Cancel));

        foreach (var after in new[] { 0, 61 })
        {
            var missed = (await topic.Missed(after, 200, Cancel)).Value!;
            Assert.Equal((61L, 2L), (missed.Revision, missed.MembersVersion));
            Assert.Equal(after == 0, missed.Items.Any(m => m.Text == "theirs"));
        }
        var readers = (await topic.Readers(Cancel)).Value!;
        Assert.Equal((Access.Private, 2L, 1), (readers.Access, readers.Version, readers.UserIds!.Count));
    }

    /// <summary>Sixty messages, of which the first ten are not in memory, and two people, of whom the first owns it.</summary>
    private async Task<(ITopicGrain Topic, Actor Owner, Actor Member)> PrivateTopicOfTwo()
    {
        var (ada, bob) = (await Cluster.SignUp("ada"), await Cluster.SignUp("bob"));
        var topic = await Cluster.NewPrivateTopic(ada, bob);
        for (var i = 1; i <= 60; i++) await Post(topic, ada, $"message {i}");
        return (topic, ada, bob);
    }

    /// <summary>What another activation would do: change the members, which claims the topic, and write on.</summary>
    private async Task Elsewhere(ITopicGrain topic, Func<long, Task<TopicClaim?>> change)
    {
        var id = topic.GetPrimaryKey();
        var claim = (await change((await Cluster.Members.Version(id, Cancel))!.Value))!.Value;
        var author = (await Cluster.Members.Load(id, Cancel))!.InOrder[0].User;
        TopicHead next = new(claim.Head.Seq + 1, claim.Head.Revision + 1);
        var theirs = Sample.Message(id, next.Seq, next.Revision, "theirs") with { Author = author };
        var appended = await Cluster.Commits.Append(new(id, claim.Epoch, claim.Head, next, theirs.CreatedAt, [theirs], [], []), Cancel);
        Assert.Equal(AppendStatus.Committed, appended.Status);
    }
}
