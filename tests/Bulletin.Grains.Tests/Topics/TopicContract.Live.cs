using System.Collections.Concurrent;
using System.Threading.Channels;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Tests.Topics;

// Who watches a topic, or comes back to it, gets every change.
public abstract partial class TopicContract
{
    [Fact]
    public async Task A_watcher_is_told_every_change_once_and_in_order()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        await Post(topic, ada, "before");
        Watcher watcher = new();
        var reference = Cluster.Grains.CreateObjectReference<ITopicObserver>(watcher);
        Assert.Single((await topic.Watch(reference, 0, -1, Cancel)).Value!.Latest!);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Post(topic, ada, $"message {i}")));
        await Edit(topic, ada, 7, "edited");
        await topic.Delete(new(8, ada), Cancel);

        var told = await watcher.Take(102);
        Assert.Equal(Numbers(2, 103), told.Select(m => m.Revision));
        Assert.Equal((7L, "edited"), (told[^2].Seq, told[^2].Text));
        Assert.NotNull(told[^1].DeletedAt);
    }

    [Fact]
    public async Task A_watcher_is_told_of_a_message_whose_answer_got_lost()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        Watcher watcher = new();
        var reference = Cluster.Grains.CreateObjectReference<ITopicObserver>(watcher);
        await topic.Watch(reference, 0, -1, Cancel);

        Faults.Plan(Fault.AfterCommit);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Post(topic, ada, "lost"));

        // Nobody posts again: the topic looks for itself.
        Assert.Equal("lost", (await watcher.Take(1)).Single().Text);
    }

    [Fact]
    public async Task A_topic_that_leaves_memory_says_so_to_its_watchers_and_is_watched_anew_elsewhere()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        Watcher watcher = new();
        var reference = Cluster.Grains.CreateObjectReference<ITopicObserver>(watcher);
        Assert.NotNull((await topic.Watch(reference, 0, -1, Cancel)).Value!.Silo);

        await Deactivate(topic);
        await watcher.HasLeft.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancel);

        await topic.Watch(reference, 0, -1, Cancel);
        await Post(topic, ada, "told again");
        Assert.Equal("told again", (await watcher.Take(1)).Single().Text);
    }

    [Fact]
    public async Task Who_holds_the_latest_revision_is_sent_no_messages_again()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        await Post(topic, ada, "one");
        var reference = Cluster.Grains.CreateObjectReference<ITopicObserver>(new Watcher());

        Assert.Null((await topic.Watch(reference, 1, -1, Cancel)).Value!.Latest);
        Assert.NotNull((await topic.Watch(reference, 0, -1, Cancel)).Value!.Latest);
    }

    [Fact]
    public async Task Changes_since_a_revision_come_once_each_by_their_last_change()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        for (var i = 0; i < 100; i++) await Post(topic, ada, $"message {i}");
        await Edit(topic, ada, 3, "edited");
        await Edit(topic, ada, 99, "edited");
        await Edit(topic, ada, 3, "edited again");

        foreach (var after in new[] { 0, 60, 98, 100, 101, 102 })
        {
            foreach (var inMemory in new[] { true, false })
            {
                if (!inMemory) await Deactivate(topic);
                var changes = (await topic.Changes(after, 200, Sample.Anybody, Cancel)).Value!;
                Assert.Equal((await ReadAll(topic)).Where(m => m.Revision > after).OrderBy(m => m.Revision), changes.Items);
                Assert.Equal((103, false, false), (changes.Revision, changes.Reset, changes.More));
            }
        }
    }

    [Fact]
    public async Task Changes_are_paged_by_revision()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        for (var i = 0; i < 25; i++) await Post(topic, ada, $"message {i}");

        List<long> revisions = [];
        TopicChanges changes;
        var after = 0L;
        do
        {
            changes = (await topic.Changes(after, 10, Sample.Anybody, Cancel)).Value!;
            revisions.AddRange(changes.Items.Select(m => m.Revision));
            after = changes.Revision;
        }
        while (changes.More);

        Assert.Equal(Numbers(1, 25), revisions);
        Assert.Equal(25, after);
    }

    [Fact]
    public async Task Who_is_too_far_behind_or_ahead_of_what_ever_was_is_reset()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        await Task.WhenAll(Enumerable.Range(0, TopicReader.MaxChangesBehind + 10).Select(i => Post(topic, ada, $"message {i}")));

        foreach (var after in new[] { 0, 1_000_000 })
        {
            var changes = (await topic.Changes(after, 100, Sample.Anybody, Cancel)).Value!;
            Assert.True(changes.Reset);
            Assert.Equal(TopicReader.MaxChangesBehind + 10, changes.Revision);
            Assert.Equal(50, changes.Items.Count);
        }
        Assert.False((await topic.Changes(10, 100, Sample.Anybody, Cancel)).Value!.Reset);
    }

    [Fact]
    public async Task A_topic_in_memory_follows_when_somebody_changes_their_name()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        await Post(topic, ada, "hello");

        Assert.True(await Cluster.Users.ChangeDisplayName(ada.User.Id, "Ada Lovelace", Cancel));

        using PeriodicTimer again = new(TimeSpan.FromMilliseconds(100));
        while ((await ReadAll(topic)).Single().Author.DisplayName != "Ada Lovelace") Assert.True(await again.WaitForNextTickAsync(Cancel));
        Assert.Equal("Ada Lovelace", (await topic.Get(Sample.Anybody, Cancel)).Value!.CreatedBy.DisplayName);
    }

    private sealed class Watcher : ITopicObserver
    {
        private readonly Channel<Message> told = Channel.CreateUnbounded<Message>();
        private readonly Channel<Readers> readers = Channel.CreateUnbounded<Readers>();
        private readonly ConcurrentDictionary<long, long> membersAt = new();

        /// <summary>The version of the members with which each revision was told.</summary>
        public IReadOnlyDictionary<long, long> MembersAt => membersAt;

        public Task Changed(TopicChanged change)
        {
            foreach (var message in change.Messages) membersAt[message.Revision] = change.MembersVersion;
            foreach (var message in change.Messages) told.Writer.TryWrite(message);
            return Task.CompletedTask;
        }

        public Task Described(TopicDescribed change) => Task.CompletedTask;

        public Task ReadersChanged(Readers now)
        {
            readers.Writer.TryWrite(now);
            return Task.CompletedTask;
        }

        public Task Typing(User user, long membersVersion) => Task.CompletedTask;

        public Task Leaving()
        {
            HasLeft.TrySetResult();
            return Task.CompletedTask;
        }

        public TaskCompletionSource HasLeft { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>The next so many messages, in order of revision: calls to an observer may overtake each other.</summary>
        public async Task<List<Message>> Take(int count)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            patience.CancelAfter(TimeSpan.FromSeconds(20));
            List<Message> taken = [];
            while (taken.Count < count) taken.Add(await told.Reader.ReadAsync(patience.Token));
            return [.. taken.OrderBy(m => m.Revision)];
        }

        /// <summary>The readers as of a version. Calls to an observer may overtake each other.</summary>
        public async Task<IReadOnlyList<Guid>> ReadersAt(long version)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            patience.CancelAfter(TimeSpan.FromSeconds(20));
            while (true)
                if (await readers.Reader.ReadAsync(patience.Token) is var told && told.Version == version) return told.UserIds!;
        }
    }
}
