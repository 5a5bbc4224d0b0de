using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Tests.Topics;

// A removal, and what is under way meanwhile.
public abstract partial class TopicContract
{
    [Fact]
    public async Task A_post_that_waits_while_its_author_is_removed_is_refused()
    {
        var (ada, bob) = (await Cluster.SignUp("ada"), await Cluster.SignUp("bob"));
        var topic = await Cluster.NewPrivateTopic(ada, bob);
        await Post(topic, bob, "before");
        var held = Cluster.MemberChanges.Hold();
        try
        {
            var removal = Remove(topic, ada, bob);
            await held.WaitAsync(Soon, Cancel);
            var (post, edit) = (topic.Post(new(Guid.CreateVersion7(), bob, "late", null), Cancel), topic.Edit(new(1, bob, "late"), Cancel));
            var other = Post(topic, ada, "after");
            // By now they wait.
            Assert.Equal(1, (await topic.Get(bob.User.Id, Cancel)).Value!.LastSeq);
            Cluster.MemberChanges.Release();

            Assert.Equal(Refusal.None, await removal);
            Assert.Equal((Refusal.TopicNotFound, Refusal.TopicNotFound), ((await post).Refusal, (await edit).Refusal));
            Assert.Equal(2, (await other).Seq);
        }
        finally
        {
            Cluster.MemberChanges.Release();
        }
        Assert.Equal(["before", "after"], (await topic.Read(new(50), ada.User.Id, Cancel)).Value!.Items.Select(m => m.Text));
    }

    [Theory]
    [InlineData(Fault.BeforeCommit)]
    [InlineData(Fault.AfterCommit)]
    internal async Task A_removal_that_fails_or_whose_answer_is_lost_holds_once_it_is_repeated(Fault fault)
    {
        var (ada, bob) = (await Cluster.SignUp("ada"), await Cluster.SignUp("bob"));
        var topic = await Cluster.NewPrivateTopic(ada, bob);
        await Post(topic, ada, "before");

        Cluster.MemberFaults.Plan(fault);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Remove(topic, ada, bob));
        Assert.Equal(2, (await Post(topic, ada, "between")).Seq);

        Assert.Equal(Refusal.None, await Remove(topic, ada, bob));
        Assert.All(await Everything(topic, bob), refusal => Assert.True(refusal is Refusal.TopicNotFound or Refusal.InvitationNotFound));
        Assert.Equal(3, (await Post(topic, ada, "after")).Seq);
        // Repeated, it is stored once more: somebody removed stays expelled.
        Assert.Equal(fault == Fault.AfterCommit ? 3 : 2, (await topic.Readers(Cancel)).Value!.Version);
    }

    [Fact]
    public async Task Members_are_changed_though_the_post_before_finds_that_another_activation_has_taken_the_topic()
    {
        var (ada, bob) = (await Cluster.SignUp("ada"), await Cluster.SignUp("bob"));
        var topic = await Cluster.NewPrivateTopic(ada);
        await Post(topic, ada, "first");
        await Cluster.Log.Claim(topic.GetPrimaryKey(), Cancel);
        var held = Faults.Commits.Hold();
        try
        {
            var post = topic.Post(new(Guid.CreateVersion7(), ada, "fenced", null), Cancel);
            await held.WaitAsync(Soon, Cancel);
            var put = topic.PutMember(new(bob.User, null, ada), Cancel);
            // By now it waits.
            await topic.Read(new(50), ada.User.Id, Cancel);
            Faults.Commits.Release();

            Assert.Equal(Refusal.Retry, (await post).Refusal);
            var added = await put;
            Assert.Equal(Refusal.None, added.Refusal);
            Assert.True(added.Value!.Added);
        }
        finally
        {
            Faults.Commits.Release();
        }
        Assert.Equal(2, (await Post(topic, bob, "hello")).Seq);
    }

    [Fact]
    public async Task A_post_that_comes_while_members_are_changed_after_a_failed_commit_is_stored()
    {
        var (ada, bob) = (await Cluster.SignUp("ada"), await Cluster.SignUp("bob"));
        var topic = await Cluster.NewPrivateTopic(ada);
        var (commit, change) = (Faults.Commits.Hold(), Cluster.MemberChanges.Hold());
        try
        {
            Faults.Plan(Fault.BeforeCommit);
            var failed = Post(topic, ada, "failed");
            await commit.WaitAsync(Soon, Cancel);
            var put = Put(topic, ada, bob);
            // By now it waits.
            await topic.Read(new(50), ada.User.Id, Cancel);
            Faults.Commits.Release();
            await Assert.ThrowsAsync<StorageUnavailableException>(() => failed);
            await change.WaitAsync(Soon, Cancel);

            var post = Post(topic, ada, "stored");
            await topic.Get(ada.User.Id, Cancel);
            Cluster.MemberChanges.Release();

            Assert.Equal(1, (await post.WaitAsync(Soon, Cancel)).Seq);
            Assert.True((await put).Added);
        }
        finally
        {
            Faults.Commits.Release();
            Cluster.MemberChanges.Release();
        }
    }

    [Fact]
    public async Task A_gateway_of_an_earlier_version_which_knows_no_members_may_not_watch_a_private_topic()
    {
        var topic = await Cluster.NewPrivateTopic(await Cluster.SignUp("ada"));
        var reference = Cluster.Grains.CreateObjectReference<ITopicObserver>(new Watcher());

        Assert.Equal(Refusal.TopicNotFound, (await topic.Watch(reference, 0, 0, Cancel)).Refusal);
        Assert.Equal(Refusal.None, (await topic.Watch(reference, 0, -1, Cancel)).Refusal);
    }

    [Fact]
    public async Task A_watcher_is_told_who_may_read_and_each_change_carries_the_version_of_its_members()
    {
        var (ada, bob, lin) = (await Cluster.SignUp("ada"), await Cluster.SignUp("bob"), await Cluster.SignUp("lin"));
        var topic = await Cluster.NewPrivateTopic(ada, bob);
        Watcher watcher = new();
        var reference = Cluster.Grains.CreateObjectReference<ITopicObserver>(watcher);
        var readers = (await topic.Watch(reference, 0, -1, Cancel)).Value!.Readers!;
        Assert.Equal((1L, 2), (readers.Version, readers.UserIds!.Count));

        await Post(topic, ada, "for two");
        await Put(topic, ada, lin);
        await Post(topic, ada, "for three");
        Assert.Equal(Refusal.None, await Remove(topic, ada, bob));
        await Post(topic, ada, "not for Bob");

        await watcher.Take(3);
        Assert.Equal([(1L, 1L), (2L, 2L), (3L, 3L)], watcher.MembersAt.OrderBy(told => told.Key).Select(told => (told.Key, told.Value)));
        Assert.Equal(new[] { ada.User.Id, lin.User.Id }.Order(), (await watcher.ReadersAt(3)).Order());
    }
}
