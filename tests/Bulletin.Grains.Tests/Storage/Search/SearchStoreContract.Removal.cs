using Bulletin.Grains.Topics;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Storage.Search;

public abstract partial class SearchStoreContract
{
    private IPurgeStore Purges => storage.Services.GetRequiredService<IPurgeStore>();

    [Fact]
    public async Task A_message_that_is_purged_from_a_removed_topic_leaves_the_index_at_once()
    {
        var topic = await NewTopicOf("kettle", "teapot");
        await storage.Topics.Remove(topic.Topic, Sample.Noon, audit: null, Cancel);

        Assert.True(await Purges.DeleteRemoved(topic.Id, 1, Sample.Noon, Cancel));

        Assert.Equal([2L], await Sql.Query("SELECT seq FROM message_search WHERE topic_id = @topic", row => row.GetInt64(0), Cancel, ("topic", topic.Id)));
    }

    [Fact]
    public async Task What_was_read_before_a_purge_is_not_written_after_it()
    {
        var topic = await NewTopic();
        await topic.Post("kettle", times: 3);
        var read = (await topic.Read())!;
        await storage.Topics.Remove(topic.Topic, Sample.Noon, audit: null, Cancel);
        await Purges.DeleteRemoved(topic.Id, 1, Sample.Noon, Cancel);

        await topic.Write(read);

        Assert.Equal([2L, 3L], (await Sql.Query("SELECT seq FROM message_search WHERE topic_id = @topic", row => row.GetInt64(0), Cancel, ("topic", topic.Id))).Order());
    }

    [Fact]
    public async Task A_topic_that_is_emptied_leaves_no_entry_and_no_mark()
    {
        var (topic, other) = (await NewTopic(), await NewTopicOf("kettle"));
        // The end of one batch and the start of the next are of one millisecond.
        await topic.Post("kettle", times: 5, at: Sample.Noon);
        await topic.Post("kettle", times: 6);
        await topic.Index();
        var removedAt = Sample.Noon.AddYears(-30);
        await storage.Topics.Remove(topic.Topic, removedAt, audit: null, Cancel);

        while (await storage.Topics.EmptyRemoved(removedAt, Sample.Noon, 3, Cancel)) { }

        Assert.Equal(0, await Count("messages WHERE topic_id = @topic", ("topic", topic.Id)));
        Assert.Equal(0, await CountEntries(topic));
        Assert.Equal(0, await Count("search_marks WHERE topic_id = @topic", ("topic", topic.Id)));
        Assert.Equal([1], await Find(other, "kettle"));
    }
}
