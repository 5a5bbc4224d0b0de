using Bulletin.Grains.Following;
using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Tests.Search.Indexing;

public abstract partial class IndexerContract
{
    [Fact]
    public async Task A_new_index_is_asked_for_once_and_every_topic_is_behind_until_it_is_made()
    {
        var ada = await cluster.SignUp("ada");
        var topic = await cluster.NewTopic(ada);
        await Post(topic, ada, "kettle");
        await Index(topic);
        using var indexer = NewIndexer();
        await indexer.MustWalk(Cancel);
        Assert.False(await indexer.MustWalk(Cancel));

        await Store.Rebuild(TimeProvider.System.GetUtcNow(), Cancel);

        Assert.True(await indexer.MustWalk(Cancel));
        Assert.False(await indexer.MustWalk(Cancel));
        Assert.NotEqual(0, await Store.CountBehind(10, Cancel));
        Assert.Equal([1], await Found(topic, "kettle"));
        await WalkAll();
        Assert.Equal([1], await Found(topic, "kettle"));
    }

    [Fact]
    public async Task What_is_posted_and_edited_while_a_new_index_is_made_does_not_wait_for_the_history_of_its_topic()
    {
        var ada = await cluster.SignUp("ada");
        var topic = await cluster.NewTopic(ada);
        for (var i = 0; i < 3; i++) await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Post(topic, ada, "kettle")));
        await Index(topic);
        await Store.Rebuild(TimeProvider.System.GetUtcNow(), Cancel);
        using var indexer = NewIndexer();
        indexer.Found(topic.GetPrimaryKey());
        Assert.True(await indexer.Follow(Cancel));

        await Post(topic, ada, "teapot");
        Assert.NotNull((await topic.Edit(new(1, ada, "teapot"), Cancel)).Value);
        indexer.Changed(topic.GetPrimaryKey());
        var changes = (await Store.Read([topic.GetPrimaryKey()], 100, Cancel)).Single();
        Assert.Equal((2, true), (changes.Changes.Count, changes.HasHistory));
        Assert.True(await indexer.Follow(Cancel));

        Assert.Equal([1501, 1], await Found(topic, "teapot"));
        await IndexAll(indexer);
        Assert.Equal(Enumerable.Range(1, 1_501), await Indexed(topic));
        Assert.Empty(await Store.Read([topic.GetPrimaryKey()], 100, Cancel));
    }

    [Fact]
    public async Task A_new_index_that_is_made_while_people_post_edit_and_delete_is_as_it_should_be()
    {
        var ada = await cluster.SignUp("ada");
        ITopicGrain[] topics = [await cluster.NewTopic(ada), await cluster.NewTopic(ada)];
        foreach (var topic in topics)
        {
            for (var i = 0; i < 30; i++) await Post(topic, ada, "kettle");
            await Index(topic);
        }
        using var indexer = NewIndexer();

        await Store.Rebuild(TimeProvider.System.GetUtcNow(), Cancel);
        var people = Task.WhenAll(topics.Select(Use));
        await new FollowerWalk(indexer, _ => true, TimeProvider.System).Walk(Cancel);
        while (!people.IsCompleted) Assert.True(await indexer.Follow(Cancel));
        await people;
        await IndexAll(indexer);

        foreach (var topic in topics)
        {
            Assert.Equal(Enumerable.Range(11, 50), await Indexed(topic));
            Assert.Equal(Enumerable.Range(21, 40).Reverse(), await Found(topic, "kettle"));
            Assert.Equal(Enumerable.Range(11, 10).Reverse(), await Found(topic, "teapot"));
        }

        async Task Use(ITopicGrain topic)
        {
            for (var seq = 1; seq <= 30; seq++)
            {
                await Post(topic, ada, "kettle");
                if (seq <= 10) Assert.NotNull((await topic.Delete(new(seq, ada), Cancel)).Value);
                else if (seq <= 20) Assert.NotNull((await topic.Edit(new(seq, ada, "teapot"), Cancel)).Value);
                indexer.Changed(topic.GetPrimaryKey());
            }
        }
    }
}
