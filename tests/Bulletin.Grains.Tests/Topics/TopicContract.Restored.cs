using System.Threading.Channels;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Tests.Topics;

// Removed topics come back, as long as their messages are there.
public abstract partial class TopicContract
{
    [Fact]
    public async Task An_admin_restores_a_removed_topic_with_its_messages_and_members_and_it_goes_on()
    {
        var (ada, bob, admin) = (await Cluster.SignUp("ada"), await Cluster.SignUp("bob"), await Cluster.SignUpAdmin());
        var topic = await Cluster.NewPrivateTopic(ada, bob);
        await Post(topic, ada, "one");
        Assert.NotNull((await topic.Remove(ada, Cancel)).Value);
        Assert.Equal(Refusal.TopicNotFound, (await topic.Get(ada.User.Id, Cancel)).Refusal);

        Assert.Equal(("tea", 2), (await topic.Restore(admin, Cancel)).Value is { } restored ? (restored.Name, restored.MemberCount) : default);

        Assert.Equal("one", (await topic.ReadOne(1, bob.User.Id, Cancel)).Value!.Text);
        Assert.Equal(2, (await PostSoon(topic, bob, "two")).Seq);
        Assert.Contains(await Cluster.Index.Page(bob.User.Id, 50, after: null, Cancel), listed => listed.Id == topic.GetPrimaryKey());
        Assert.Equal([AuditActions.TopicRestored], (await Cluster.Acts(topic)).Select(act => act.Action));
    }

    [Fact]
    public async Task A_restored_topic_is_in_the_live_directory_again()
    {
        var (ada, admin) = (await Cluster.SignUp("ada"), await Cluster.SignUpAdmin());
        var topic = await Cluster.NewTopic(ada);
        var observer = Cluster.Grains.CreateObjectReference<IDirectoryObserver>(new NobodyWatches());
        using PeriodicTimer again = new(TimeSpan.FromMilliseconds(50));
        while (!await IsListed()) Assert.True(await again.WaitForNextTickAsync(Cancel));
        Assert.NotNull((await topic.Remove(ada, Cancel)).Value);
        while (await IsListed()) Assert.True(await again.WaitForNextTickAsync(Cancel));

        Assert.NotNull((await topic.Restore(admin, Cancel)).Value);

        while (!await IsListed()) Assert.True(await again.WaitForNextTickAsync(Cancel));

        async Task<bool> IsListed() =>
            (await Cluster.Grains.GetGrain<IDirectoryGrain>(0).Watch(observer, Guid.Empty, -1, Cancel)).Head!.Any(listed => listed.Id == topic.GetPrimaryKey());
    }

    [Fact]
    public async Task A_topic_whose_restoration_was_announced_to_nobody_is_in_the_live_lists_once_it_is_repeated()
    {
        var (ada, admin) = (await Cluster.SignUp("ada"), await Cluster.SignUpAdmin());
        var topic = await Cluster.NewPrivateTopic(ada);
        var id = topic.GetPrimaryKey();
        PersonsList adas = new();
        var observer = Cluster.Grains.CreateObjectReference<IDirectoryObserver>(adas);
        await Cluster.Grains.GetGrain<IUserGrain>(ada.User.Id).Watch(observer, Guid.Empty, -1, Cancel);
        Assert.NotNull((await topic.Remove(ada, Cancel)).Value);
        await adas.Told(change => change.Removed.Contains(id));
        var act = admin.Did(AuditActions.TopicRestored, AuditTarget.Topic(id, "tea"), before: null, after: null, Sample.Noon);
        Assert.True(await Cluster.Store.Restore(id, act, Cancel));

        Assert.NotNull((await topic.Restore(admin, Cancel)).Value);

        // Much sooner than the list is compared with storage.
        await adas.Told(change => change.Updated.Any(told => told.Id == id)).WaitAsync(TimeSpan.FromSeconds(10), Cancel);
        Assert.Single(await Cluster.Acts(topic));
    }

    [Fact]
    public async Task A_topic_that_is_not_removed_stays_as_it_is_when_it_is_restored()
    {
        var (ada, admin) = (await Cluster.SignUp("ada"), await Cluster.SignUpAdmin());
        var topic = await Cluster.NewTopic(ada);

        Assert.Equal("tea", (await topic.Restore(admin, Cancel)).Value!.Name);

        Assert.Empty(await Cluster.Acts(topic));
        Assert.Equal(1, (await Post(topic, ada, "one")).Seq);
    }

    [Fact]
    public async Task Only_the_admin_API_restores_and_only_what_once_was_there()
    {
        var (ada, admin) = (await Cluster.SignUp("ada"), await Cluster.SignUpAdmin());
        var topic = await Cluster.NewTopic(ada);
        Assert.NotNull((await topic.Remove(ada, Cancel)).Value);

        foreach (var person in new[] { ada, admin with { Origin = null } })
            Assert.Equal(Refusal.TopicNotFound, (await topic.Restore(person, Cancel)).Refusal);
        Assert.Equal(Refusal.TopicNotFound, (await Cluster.Grains.GetGrain<ITopicGrain>(Guid.CreateVersion7()).Restore(admin, Cancel)).Refusal);
        Assert.Empty(await Cluster.Acts(topic));
    }

    [Fact]
    public async Task A_topic_whose_messages_have_begun_to_be_deleted_is_not_restored()
    {
        var (ada, admin) = (await Cluster.SignUp("ada"), await Cluster.SignUpAdmin());
        var topic = await Cluster.NewTopic(ada);
        for (var i = 1; i <= 3; i++) await Post(topic, ada, $"message {i}");
        Assert.NotNull((await topic.Remove(ada, Cancel)).Value);

        var late = Sample.Noon.AddYears(60);
        while ((await Cluster.Store.Removal(topic.GetPrimaryKey(), Cancel)) is not { IsEmptying: true }) Assert.True(await Cluster.Store.EmptyRemoved(late, late, 1, Cancel));

        Assert.Equal(Refusal.TopicEmptied, (await topic.Restore(admin, Cancel)).Refusal);
        Assert.Equal(Refusal.TopicNotFound, (await topic.Get(ada.User.Id, Cancel)).Refusal);
    }

    /// <summary>Posts again if another activation had the topic: as gateways do.</summary>
    private static async Task<Message> PostSoon(ITopicGrain topic, Actor actor, string text)
    {
        PostMessage command = new(Guid.CreateVersion7(), actor, text, null);
        var outcome = await topic.Post(command, Cancel);
        if (outcome.Refusal == Refusal.Retry) outcome = await topic.Post(command, Cancel);
        Assert.Equal(Refusal.None, outcome.Refusal);
        return outcome.Value!.Message;
    }

    private sealed class PersonsList : IDirectoryObserver
    {
        private readonly Channel<DirectoryChange> changes = Channel.CreateUnbounded<DirectoryChange>();

        public Task Changed(DirectoryChanged change)
        {
            changes.Writer.TryWrite(change.Change);
            return Task.CompletedTask;
        }

        public Task Leaving() => Task.CompletedTask;

        public async Task Told(Predicate<DirectoryChange> what)
        {
            while (!what(await changes.Reader.ReadAsync(Cancel))) { }
        }
    }

    private sealed class NobodyWatches : IDirectoryObserver
    {
        public Task Changed(DirectoryChanged change) => Task.CompletedTask;

        public Task Leaving() => Task.CompletedTask;
    }
}
