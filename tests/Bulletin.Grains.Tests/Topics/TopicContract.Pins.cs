using System.Threading.Channels;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Tests.Topics;

// Messages that are pinned to their topic.
public abstract partial class TopicContract
{
    [Fact]
    public async Task Pins_stay_in_the_order_in_which_they_were_pinned_until_they_are_unpinned()
    {
        var (topic, ada) = await TopicWithMessages(3);
        foreach (var seq in new[] { 3L, 1L, 3L, 2L }) await Pin(topic, ada, seq);
        await Pins(3, 1, 2);

        await Unpin(topic, ada, 1);
        await Unpin(topic, ada, 1);
        await Pins(3, 2);

        await Unpin(topic, ada, 3);
        await Unpin(topic, ada, 2);
        Assert.Null((await topic.Get(Sample.Anybody, Cancel)).Value!.Pins);

        async Task Pins(params long[] seqs)
        {
            foreach (var inMemory in new[] { true, false })
            {
                if (!inMemory) await Deactivate(topic);
                Assert.Equal(seqs, (await topic.Get(Sample.Anybody, Cancel)).Value!.Pins!);
            }
        }
    }

    [Fact]
    public async Task Some_messages_are_read_at_once_in_the_order_asked_for_whether_in_memory_or_not()
    {
        var (topic, _) = await TopicWithMessages(60);

        var found = (await topic.ReadSome([59, 2, 61, 1, 60], Sample.Anybody, Cancel)).Value!;

        Assert.Equal([59L, 2, 1, 60], found.Items.Select(message => message.Seq));
    }

    [Fact]
    public async Task Some_messages_of_a_private_topic_are_read_by_its_members_only()
    {
        var (ada, bob) = (await Cluster.SignUp("ada"), await Cluster.SignUp("bob"));
        var topic = await Cluster.NewPrivateTopic(ada);
        await Post(topic, ada, "one");

        Assert.Equal(Refusal.TopicNotFound, (await topic.ReadSome([1], bob.User.Id, Cancel)).Refusal);
        Assert.Single((await topic.ReadSome([1], ada.User.Id, Cancel)).Value!.Items);
    }

    [Fact]
    public async Task Only_who_may_change_a_topic_pins_in_it()
    {
        var (ada, bob, mod) = (await Cluster.SignUp("ada"), await Cluster.SignUp("bob"), await Cluster.SignUp("mod", moderator: true));
        var (open, hidden) = (await Cluster.NewTopic(ada), await Cluster.NewPrivateTopic(ada, bob));
        foreach (var topic in new[] { open, hidden }) await Post(topic, bob, "one");

        Assert.Equal(Refusal.NotAllowed, (await open.Pin(new(1, bob), Cancel)).Refusal);
        Assert.Equal(Refusal.NotAllowed, (await hidden.Pin(new(1, bob), Cancel)).Refusal);
        Assert.Equal(Refusal.TopicNotFound, (await hidden.Pin(new(1, mod), Cancel)).Refusal);
        await Pin(open, mod, 1);
        await Pin(hidden, ada, 1);
        Assert.Equal(Refusal.NotAllowed, (await open.Pin(new(1, bob, IsUnpinned: true), Cancel)).Refusal);
    }

    [Fact]
    public async Task Everybody_in_a_direct_conversation_pins_in_it()
    {
        var (ada, bob, mod) = (await Cluster.SignUp("ada"), await Cluster.SignUp("bob"), await Cluster.SignUp("mod", moderator: true));
        var topic = Cluster.Grains.GetGrain<ITopicGrain>(Guid.CreateVersion7());
        await Open(topic, ada, bob);
        await Post(topic, ada, "one");

        Assert.Equal([1L], (await Pin(topic, bob, 1)).Pins!);
        Assert.Null((await Unpin(topic, ada, 1)).Pins);
        Assert.Equal(Refusal.TopicNotFound, (await topic.Pin(new(1, mod), Cancel)).Refusal);
    }

    [Fact]
    public async Task Only_a_message_that_is_there_is_pinned()
    {
        var (topic, ada) = await TopicWithMessages(2);
        await topic.Delete(new(1, ada), Cancel);

        Assert.Equal(Refusal.MessageDeleted, (await topic.Pin(new(1, ada), Cancel)).Refusal);
        Assert.Equal(Refusal.MessageNotFound, (await topic.Pin(new(3, ada), Cancel)).Refusal);
        Assert.Equal(Refusal.MessageNotFound, (await topic.Pin(new(0, ada), Cancel)).Refusal);
    }

    [Fact]
    public async Task A_topic_has_so_many_pins_and_no_more()
    {
        var (topic, ada) = await TopicWithMessages(Topic.MostPins + 1);
        for (var seq = 1; seq <= Topic.MostPins; seq++) await Pin(topic, ada, seq);

        Assert.Equal(Refusal.TooManyPins, (await topic.Pin(new(Topic.MostPins + 1, ada), Cancel)).Refusal);
        Assert.Equal(Topic.MostPins, (await Pin(topic, ada, 7)).Pins!.Count);
        await Unpin(topic, ada, 7);
        Assert.Equal(Topic.MostPins + 1, (await Pin(topic, ada, Topic.MostPins + 1)).Pins![^1]);
    }

    [Fact]
    public async Task A_message_that_is_deleted_is_pinned_no_more()
    {
        var (topic, ada) = await TopicWithMessages(3);
        foreach (var seq in new[] { 1L, 2L, 3L }) await Pin(topic, ada, seq);

        await topic.Delete(new(2, ada), Cancel);

        Assert.Equal([1L, 3L], (await topic.Get(Sample.Anybody, Cancel)).Value!.Pins!);
        await Deactivate(topic);
        Assert.Equal([1L, 3L], (await topic.Get(Sample.Anybody, Cancel)).Value!.Pins!);
    }

    [Fact]
    public async Task What_expires_or_is_purged_is_pinned_no_more()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await TopicOfDays(ada, 4, keeps: 2);
        foreach (var seq in new[] { 1L, 3L, 4L }) await Pin(topic, ada, seq);

        Assert.NotNull((await topic.Expire(Cancel)).Value);
        Assert.Equal([3L, 4L], (await topic.Get(Sample.Anybody, Cancel)).Value!.Pins!);

        Assert.NotNull((await topic.Purge([3L], Cancel)).Value);
        Assert.Equal([4L], (await topic.Get(Sample.Anybody, Cancel)).Value!.Pins!);
    }

    [Fact]
    public async Task Pins_and_deletions_at_once_leave_nothing_pinned_that_is_deleted()
    {
        var (topic, ada) = await TopicWithMessages(20);

        await Task.WhenAll(Enumerable.Range(1, 20).SelectMany(seq => new Task[] { topic.Pin(new(seq, ada), Cancel), seq % 2 == 0 ? topic.Delete(new(seq, ada), Cancel) : Task.CompletedTask }));

        Assert.Equal(Numbers(1, 20).Where(seq => seq % 2 != 0), (await topic.Get(Sample.Anybody, Cancel)).Value!.Pins!.Order());
    }

    [Fact]
    public async Task What_another_activation_has_pinned_meanwhile_is_not_lost()
    {
        var (topic, ada) = await TopicWithMessages(3);
        var known = (await topic.Get(Sample.Anybody, Cancel)).Value!;
        Assert.True(await Cluster.Store.Pin(known with { Pins = [2L] }, was: null, Cancel));

        Assert.Equal([2L, 3L], (await Pin(topic, ada, 3)).Pins!);
    }

    [Fact]
    public async Task A_removed_topic_takes_no_pins()
    {
        var (topic, ada) = await TopicWithMessages(1);
        Assert.True(await Cluster.Store.Remove((await topic.Get(Sample.Anybody, Cancel)).Value!, Sample.Noon, audit: null, Cancel));

        Assert.Equal(Refusal.TopicNotFound, (await topic.Pin(new(1, ada), Cancel)).Refusal);
    }

    [Fact]
    public async Task A_pin_is_told_to_who_watches_a_topic_and_changes_nothing_else_of_it()
    {
        var (topic, ada) = await TopicWithMessages(1);
        var before = (await topic.Get(Sample.Anybody, Cancel)).Value!;
        DescribedTopics watcher = new();
        var reference = Cluster.Grains.CreateObjectReference<ITopicObserver>(watcher);
        await topic.Watch(reference, 1, -1, Cancel);

        await Pin(topic, ada, 1);

        var told = await watcher.Next();
        Assert.Equal([1L], told.Pins!);
        Assert.Equal(before, told with { Pins = null });
        Assert.Equal(before, await Unpin(topic, ada, 1));
    }

    private async Task<(ITopicGrain Topic, Actor Author)> TopicWithMessages(int count)
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        for (var i = 1; i <= count; i++) await Post(topic, ada, $"message {i}");
        return (topic, ada);
    }

    private static async Task<Topic> Pin(ITopicGrain topic, Actor actor, long seq, bool isUnpinned = false)
    {
        var outcome = await topic.Pin(new(seq, actor, isUnpinned), Cancel);
        Assert.Equal(Refusal.None, outcome.Refusal);
        return outcome.Value!;
    }

    private static Task<Topic> Unpin(ITopicGrain topic, Actor actor, long seq) => Pin(topic, actor, seq, isUnpinned: true);

    private sealed class DescribedTopics : ITopicObserver
    {
        private readonly Channel<Topic> described = Channel.CreateUnbounded<Topic>();

        public Task Changed(TopicChanged change) => Task.CompletedTask;

        public Task Described(TopicDescribed change)
        {
            if (change.Topic is { } topic) described.Writer.TryWrite(topic);
            return Task.CompletedTask;
        }

        public Task ReadersChanged(Readers now) => Task.CompletedTask;

        public Task Typing(User user, long membersVersion) => Task.CompletedTask;

        public Task Leaving() => Task.CompletedTask;

        public async Task<Topic> Next() => await described.Reader.ReadAsync(Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Cancel);
    }
}
