using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Tests.Topics;

// A post is one message, however often it is posted and whatever fails meanwhile.
public abstract partial class TopicContract
{
    [Fact]
    public async Task A_repeated_client_id_is_the_same_message()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        var clientId = Guid.CreateVersion7();

        var first = await Post(topic, ada, "once", clientId);
        var again = await topic.Post(new(clientId, ada, "once", null), Cancel);

        Assert.Equal(first, again.Value!.Message);
        Assert.True(again.Value.Repeated);
        Assert.Single(await ReadAll(topic));
    }

    [Fact]
    public async Task Posted_many_times_at_once_it_is_one_message()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        var clientId = Guid.CreateVersion7();

        var posted = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Post(topic, ada, "once", clientId)));

        Assert.Single(posted.Distinct());
        Assert.Single(await ReadAll(topic));
    }

    [Fact]
    public async Task Repeated_long_after_it_has_left_memory_it_is_the_same_message()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        var clientId = Guid.CreateVersion7();
        var first = await Post(topic, ada, "once", clientId);
        await Task.WhenAll(Enumerable.Range(0, 120).Select(i => Post(topic, ada, $"message {i}")));

        Assert.Equal(first, await Post(topic, ada, "once", clientId));
        await Deactivate(topic);
        Assert.Equal(first, await Post(topic, ada, "once", clientId));
        Assert.Equal(121, (await ReadAll(topic)).Count);
    }

    [Fact]
    public async Task Old_posts_repeated_among_new_ones_leave_the_new_ones_without_a_gap()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        var old = Enumerable.Range(0, 100).Select(_ => Guid.CreateVersion7()).ToArray();
        foreach (var id in old) await Post(topic, ada, "old", id);

        var mixed = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? Post(topic, ada, "old", old[i]) : Post(topic, ada, $"new {i}")));

        Assert.Equal(Numbers(101, 140), mixed.Where(m => m.Text != "old").Select(m => m.Seq).Order());
        Assert.Equal(140, (await ReadAll(topic)).Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(80)]
    public async Task Another_text_under_the_same_client_id_is_refused(int postsBetween)
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        var clientId = Guid.CreateVersion7();
        await Post(topic, ada, "once", clientId);
        for (var i = 0; i < postsBetween; i++) await Post(topic, ada, $"message {i}");

        Assert.Equal(Refusal.ClientIdReused, (await topic.Post(new(clientId, ada, "other", null), Cancel)).Refusal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(80)]
    public async Task The_text_it_was_posted_with_counts_whatever_became_of_it(int postsBetween)
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        var (edited, deleted) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await Post(topic, ada, "to edit", edited);
        await Post(topic, ada, "to delete", deleted);
        await Edit(topic, ada, 1, "edited");
        await Edit(topic, ada, 1, "edited again");
        await topic.Delete(new(2, ada), Cancel);
        for (var i = 0; i < postsBetween; i++) await Post(topic, ada, $"message {i}");

        Assert.Equal((1L, "edited again"), (await Post(topic, ada, "to edit", edited)) is var m ? (m.Seq, m.Text) : default);
        Assert.Equal(2, (await Post(topic, ada, "to delete", deleted)).Seq);
        // Nobody knows any more what it said.
        Assert.Equal((2L, null), (await Post(topic, ada, "something else", deleted)) is var gone ? (gone.Seq, gone.Text) : default);
        Assert.Equal(Refusal.ClientIdReused, (await topic.Post(new(edited, ada, "edited again", null), Cancel)).Refusal);
    }

    [Fact]
    public async Task Two_people_may_use_the_same_client_id()
    {
        var (ada, lin) = (await Cluster.SignUp("ada"), await Cluster.SignUp("lin"));
        var topic = await Cluster.NewTopic(ada);
        var clientId = Guid.CreateVersion7();

        await Task.WhenAll(Post(topic, ada, "hers", clientId), Post(topic, lin, "his", clientId));

        Assert.Equal(["hers", "his"], (await ReadAll(topic)).Select(m => m.Text!).Order());
    }

    [Fact]
    public async Task A_commit_that_fails_leaves_no_gap_and_one_whose_answer_is_lost_leaves_no_double()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        await Post(topic, ada, "first");

        foreach (var fault in new[] { Fault.BeforeCommit, Fault.AfterCommit, Fault.AfterCommit, Fault.BeforeCommit })
        {
            var clientId = Guid.CreateVersion7();
            Faults.Plan(fault);
            await Assert.ThrowsAsync<StorageUnavailableException>(() => Post(topic, ada, $"{fault}", clientId));
            await Post(topic, ada, $"{fault}", clientId);
        }

        var all = await ReadAll(topic);
        Assert.Equal(["first", "BeforeCommit", "AfterCommit", "AfterCommit", "BeforeCommit"], all.Select(m => m.Text));
        Assert.Equal(Numbers(1, 5), all.Select(m => m.Seq));
    }

    [Fact]
    public async Task While_commits_fail_the_latest_messages_are_still_read()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        await Post(topic, ada, "first");
        Faults.Plan(Fault.BeforeCommit);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Post(topic, ada, "second"));

        Assert.Equal([1L], await Seqs(topic, new(50)));
    }

    [Fact]
    public async Task A_topic_that_was_taken_by_another_activation_says_retry_and_loses_nothing()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        await Post(topic, ada, "first");

        // What another activation would do: take the topic, and write on.
        var claim = (await Cluster.Log.Claim(topic.GetPrimaryKey(), Cancel))!.Value;
        var theirs = Sample.Message(topic.GetPrimaryKey(), 2) with { Author = ada.User, Text = "theirs" };
        var appended = await Cluster.Commits.Append(
            new(topic.GetPrimaryKey(), claim.Epoch, claim.Head, new(2, 2), theirs.CreatedAt, [theirs], [], []), Cancel);
        Assert.Equal(AppendStatus.Committed, appended.Status);

        var clientId = Guid.CreateVersion7();
        Assert.Equal(Refusal.Retry, (await topic.Post(new(clientId, ada, "ours", null), Cancel)).Refusal);
        Assert.Equal(3, (await Post(topic, ada, "ours", clientId)).Seq);
        Assert.Equal(["first", "theirs", "ours"], (await ReadAll(topic)).Select(m => m.Text));
    }
}
