using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Tests.Topics;

// Nobody posts or edits in a locked topic.
public abstract partial class TopicContract
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_locked_topic_refuses_posts_and_edits_and_allows_deletions_until_it_is_unlocked(bool inMemory)
    {
        var (ada, bob) = (await Cluster.SignUp("ada"), await Cluster.SignUp("bob"));
        var topic = await Cluster.NewTopic(ada);
        await Post(topic, bob, "one");
        await Post(topic, bob, "two");
        Assert.True((await topic.Change(new(null, null, ada, Locked: true), Cancel)).Value!.Locked);
        if (!inMemory) await Deactivate(topic);

        foreach (var person in new[] { ada, bob })
            Assert.Equal(Refusal.TopicLocked, (await topic.Post(new(Guid.CreateVersion7(), person, "three", null), Cancel)).Refusal);
        Assert.Equal(Refusal.TopicLocked, (await topic.Edit(new(1, bob, "edited"), Cancel)).Refusal);
        Assert.Equal("one", (await Edit(topic, bob, 1, "one")).Text);
        Assert.NotNull((await topic.Delete(new(2, bob), Cancel)).Value!.DeletedAt);

        Assert.False((await topic.Change(new(null, null, ada, Locked: false), Cancel)).Value!.Locked);
        Assert.Equal(3, (await Post(topic, bob, "three")).Seq);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task A_post_repeated_after_its_topic_was_locked_is_answered_with_its_message(int postsBetween)
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        var (kept, edited) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var first = await Post(topic, ada, "once", kept);
        await Post(topic, ada, "to edit", edited);
        var second = await Edit(topic, ada, 2, "edited");
        for (var i = 0; i < postsBetween; i++) await Post(topic, ada, $"message {i}");
        await topic.Change(new(null, null, ada, Locked: true), Cancel);

        Assert.Equal(first, await Post(topic, ada, "once", kept));
        Assert.Equal(second, await Post(topic, ada, "to edit", edited));
        Assert.Equal(Refusal.ClientIdReused, (await topic.Post(new(kept, ada, "other", null), Cancel)).Refusal);
        Assert.Equal(Refusal.TopicLocked, (await topic.Post(new(Guid.CreateVersion7(), ada, "new", null), Cancel)).Refusal);
    }
}
