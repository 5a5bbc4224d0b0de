using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using Bulletin.Grains.Topics.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Topics;

/// <summary>What a topic promises, whatever database is below it.</summary>
public abstract partial class TopicContract(TopicCluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TopicCluster Cluster => cluster;

    private Faults Faults => cluster.Faults;

    [Fact]
    public async Task Concurrent_posts_are_numbered_from_one_without_a_gap()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);

        var posted = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => Post(topic, ada, $"message {i}")));

        Assert.Equal(Numbers(1, 300), posted.Select(p => p.Seq).Order());
        Assert.Equal(Numbers(1, 300), (await ReadAll(topic)).Select(m => m.Seq));
        Assert.All(await ReadAll(topic), m => Assert.Equal(m.Seq, m.Revision));
    }

    [Fact]
    public async Task A_topic_shows_its_latest_fifty_and_pages_both_ways()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        for (var i = 0; i < 120; i++) await Post(topic, ada, $"message {i}");

        Assert.Equal(Numbers(71, 120), await Seqs(topic, new(50)));
        Assert.Equal(Numbers(1, 120), await Seqs(topic, new(200)));
        Assert.Equal(Numbers(50, 70), await Seqs(topic, new(21, Before: 71)));
        Assert.Equal(Numbers(101, 110), await Seqs(topic, new(10, After: 100)));
        Assert.Equal(Numbers(11, 20), await Seqs(topic, new(10, After: 10)));
        Assert.Equal(Numbers(55, 64), await Seqs(topic, new(10, Around: 60)));
        Assert.Empty(await Seqs(topic, new(10, After: 120)));
        Assert.Empty(await Seqs(topic, new(10, Before: 1)));
    }

    [Fact]
    public async Task Who_holds_the_latest_messages_is_told_so_until_any_of_them_changes()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        for (var i = 0; i < 60; i++) await Post(topic, ada, $"message {i}");

        var held = (await topic.Latest(0, Sample.Anybody, Cancel)).Value!;
        Assert.Equal(Numbers(11, 60), held.Page!.Items.Select(m => m.Seq));
        Assert.True(held.Page is { HasOlder: true, HasNewer: false });
        Assert.Null((await topic.Latest(held.State, Sample.Anybody, Cancel)).Value!.Page);

        await Edit(topic, ada, 30, "edited");
        var edited = (await topic.Latest(held.State, Sample.Anybody, Cancel)).Value!;
        Assert.Equal("edited", edited.Page!.Items.Single(m => m.Seq == 30).Text);
        await Post(topic, ada, "one more");
        Assert.Equal(61, (await topic.Latest(edited.State, Sample.Anybody, Cancel)).Value!.Page!.Items[^1].Seq);
    }

    [Fact]
    public async Task What_a_topic_shows_is_the_same_after_it_was_put_out_of_memory()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        for (var i = 0; i < 60; i++) await Post(topic, ada, $"message {i}");
        await Edit(topic, ada, 30, "edited");
        var (before, described) = (await ReadAll(topic), (await topic.Get(Sample.Anybody, Cancel)).Value);

        await Deactivate(topic);

        Assert.Equal(before, await ReadAll(topic));
        Assert.Equal(described, (await topic.Get(Sample.Anybody, Cancel)).Value);
    }

    [Fact]
    public async Task A_topic_that_does_not_exist_is_not_found()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = Cluster.Grains.GetGrain<ITopicGrain>(Guid.CreateVersion7());

        Assert.Equal(Refusal.TopicNotFound, (await topic.Get(Sample.Anybody, Cancel)).Refusal);
        Assert.Equal(Refusal.TopicNotFound, (await topic.Post(new(Guid.CreateVersion7(), ada, "hello", null), Cancel)).Refusal);
        Assert.Equal(Refusal.TopicNotFound, (await topic.Read(new(50), Sample.Anybody, Cancel)).Refusal);
        Assert.Equal(Refusal.TopicNotFound, (await topic.Changes(0, 50, Sample.Anybody, Cancel)).Refusal);
    }

    [Fact]
    public async Task Only_its_creator_and_moderators_change_or_remove_a_topic()
    {
        var (ada, lin, mod) = (await Cluster.SignUp("ada"), await Cluster.SignUp("lin"), await Cluster.SignUp("mod", moderator: true));
        var topic = await Cluster.NewTopic(ada);

        Assert.Equal(Refusal.NotAllowed, (await topic.Change(new("coffee", null, lin), Cancel)).Refusal);
        Assert.Equal(Refusal.NotAllowed, (await topic.Remove(lin, Cancel)).Refusal);
        Assert.Equal("coffee", (await topic.Change(new("coffee", null, ada), Cancel)).Value!.Name);
        Assert.NotNull((await topic.Remove(mod, Cancel)).Value);
        Assert.Equal(Refusal.TopicNotFound, (await topic.Read(new(50), Sample.Anybody, Cancel)).Refusal);
        Assert.Equal(Refusal.TopicNotFound, (await topic.Post(new(Guid.CreateVersion7(), ada, "late", null), Cancel)).Refusal);
    }

    [Fact]
    public async Task The_author_edits_and_a_moderator_may_only_delete()
    {
        var (ada, lin, mod) = (await Cluster.SignUp("ada"), await Cluster.SignUp("lin"), await Cluster.SignUp("mod", moderator: true));
        var topic = await Cluster.NewTopic(lin);
        await Post(topic, ada, "one");
        await Post(topic, ada, "two");

        Assert.Equal(Refusal.NotAllowed, (await topic.Edit(new(1, lin, "mine"), Cancel)).Refusal);
        Assert.Equal(Refusal.NotAllowed, (await topic.Edit(new(1, mod, "mine"), Cancel)).Refusal);
        Assert.Equal(Refusal.NotAllowed, (await topic.Delete(new(1, lin), Cancel)).Refusal);
        Assert.Equal("edited", (await Edit(topic, ada, 1, "edited")).Text);
        Assert.Null((await topic.Delete(new(1, mod), Cancel)).Value!.Text);
        Assert.Equal(Refusal.MessageDeleted, (await topic.Edit(new(1, ada, "back"), Cancel)).Refusal);
        Assert.Equal(Refusal.MessageNotFound, (await topic.Edit(new(3, ada, "what"), Cancel)).Refusal);

        Assert.Equal([1L, 2], (await ReadAll(topic)).Select(m => m.Seq));
        Assert.Equal(4, (await topic.Get(Sample.Anybody, Cancel)).Value!.Revision);
    }

    [Fact]
    public async Task Deleting_twice_and_editing_to_the_same_text_change_nothing_more()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        await Post(topic, ada, "one");
        await Edit(topic, ada, 1, "edited");
        await Edit(topic, ada, 1, "edited");
        await topic.Delete(new(1, ada), Cancel);
        await topic.Delete(new(1, ada), Cancel);

        Assert.Equal(3, (await topic.Get(Sample.Anybody, Cancel)).Value!.Revision);
    }

    [Fact]
    public async Task Many_edits_at_once_of_one_message_leave_one_revision_each()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        await Post(topic, ada, "one");

        var edits = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Edit(topic, ada, 1, $"edit {i}")));

        Assert.Equal(Numbers(2, 21), edits.Select(e => e.Revision).Order());
        Assert.Equal(edits.MaxBy(e => e.Revision), (await ReadAll(topic)).Single());
    }

    [Fact]
    public async Task A_reply_needs_the_message_it_answers()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        await Post(topic, ada, "one");

        Assert.Equal(Refusal.ReplyNotFound, (await topic.Post(new(Guid.CreateVersion7(), ada, "what?", ReplyTo: 2), Cancel)).Refusal);
        Assert.Equal(1, (await topic.Post(new(Guid.CreateVersion7(), ada, "yes", ReplyTo: 1), Cancel)).Value!.Message.ReplyTo);
    }

    [Fact]
    public async Task The_busiest_topics_of_a_silo_are_those_with_the_most_changes()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        for (var i = 0; i < 3; i++) await Post(topic, ada, $"message {i}");
        await topic.Delete(new(1, ada), Cancel);

        var busiest = Cluster.Cluster.Silos.SelectMany(silo => silo.ServiceProvider.GetRequiredService<TopicsHere>().Busiest(1_000));

        var here = busiest.Single(busy => busy.TopicId == topic.GetPrimaryKey());
        Assert.Equal(("tea", Access.Public, 4, 0), (here.Name, here.Access, here.ChangesPerMinute, here.Waiting));
    }

    private static async Task<Message> Post(ITopicGrain topic, Actor actor, string text, Guid? clientId = null)
    {
        var outcome = await topic.Post(new(clientId ?? Guid.CreateVersion7(), actor, text, null), Cancel);
        Assert.Equal(Refusal.None, outcome.Refusal);
        return outcome.Value!.Message;
    }

    private static async Task<Message> Edit(ITopicGrain topic, Actor actor, long seq, string text)
    {
        var outcome = await topic.Edit(new(seq, actor, text), Cancel);
        Assert.Equal(Refusal.None, outcome.Refusal);
        return outcome.Value!;
    }

    private static async Task<IEnumerable<long>> Seqs(ITopicGrain topic, ReadMessages query) =>
        (await topic.Read(query, Sample.Anybody, Cancel)).Value!.Items.Select(m => m.Seq);

    private static async Task<List<Message>> ReadAll(ITopicGrain topic)
    {
        List<Message> all = [];
        while ((await topic.Read(new(200, After: all.Count), Sample.Anybody, Cancel)).Value!.Items is { Count: > 0 } page) all.AddRange(page);
        return all;
    }

    /// <summary>Puts the topic out of memory, and waits until it is.</summary>
    private async Task Deactivate(ITopicGrain topic)
    {
        foreach (var silo in Cluster.Cluster.Silos)
            await Cluster.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
    }

    private static IEnumerable<long> Numbers(long first, long last)
    {
        for (var i = first; i <= last; i++) yield return i;
    }
}

public sealed class TopicsOnPostgres(PostgresTopicCluster cluster) : TopicContract(cluster), IClassFixture<PostgresTopicCluster>;

public sealed class TopicsOnSqlite(SqliteTopicCluster cluster) : TopicContract(cluster), IClassFixture<SqliteTopicCluster>;
