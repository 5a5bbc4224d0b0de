using Bulletin.Grains.Search;
using Bulletin.Grains.Storage.Sql.Search;
using Bulletin.Grains.Tests.Search;

namespace Bulletin.Grains.Tests.Storage.Search;

public abstract partial class SearchStoreContract
{
    [Fact]
    public async Task An_edited_message_is_found_by_its_new_text_only()
    {
        var topic = await NewTopic();
        var message = await topic.Post("kettle tea");
        await topic.Index();

        await topic.Edit(message, "teapot tea");
        await topic.Index();

        Assert.Empty(await Find(topic, "kettle"));
        Assert.Equal([1], await Find(topic, "teapot tea"));
        Assert.Equal(1, await CountEntries(topic));
    }

    [Fact]
    public async Task An_edited_message_is_not_found_by_words_that_it_lost_before_it_is_indexed_again()
    {
        var topic = await NewTopic();
        var message = await topic.Post("kettle");
        await topic.Index();

        await topic.Edit(message, "teapot");

        Assert.Empty(await Find(topic, "kettle"));
        Assert.Empty(await Find(topic, ""));
    }

    [Fact]
    public async Task A_reaction_keeps_a_message_found_and_is_found_itself()
    {
        var topic = await NewTopic();
        var message = await topic.Post("kettle");
        await topic.Index();

        var reacted = await topic.React(message);
        Assert.Equal([1], await Find(topic, "kettle"));
        await topic.Index();
        Assert.Equal([1], await Find(topic, "kettle", query => query with { Has = MessageFeatures.Reaction }));

        await topic.TakeReactionsBack(reacted);
        await topic.Index();
        Assert.Empty(await Find(topic, "kettle", query => query with { Has = MessageFeatures.Reaction }));
        Assert.Equal([1], await Find(topic, "kettle"));
    }

    [Fact]
    public async Task A_message_stays_found_though_somebody_reacts_while_it_is_indexed()
    {
        var topic = await NewTopic();
        var message = await topic.Post("kettle");
        await topic.Index();
        var reacted = await topic.React(message);
        var read = (await topic.Read())!;
        await topic.TakeReactionsBack(reacted);

        await topic.Write(read);

        Assert.Equal([1], await Find(topic, "kettle"));
    }

    [Fact]
    public async Task A_message_that_two_silos_index_is_not_found_by_its_old_text_after_an_edit()
    {
        var topic = await NewTopic();
        var message = await topic.Post("kettle");
        await topic.Post("tea", times: 300);
        var read = (await topic.Read(limit: 500))!;
        await topic.Write(read);
        await IndexOthers();
        await topic.Edit(message, "teapot");

        await topic.Write(read.Part(300, 301));

        await IndexOthers();
        Assert.Empty(await Find(topic, "kettle"));
        Assert.Equal([1], await Find(topic, "teapot"));

        // Makes SQLite merge the small segments of its index, without the large first one. A text that was deleted only from a small one is found again then.
        async Task IndexOthers()
        {
            for (var i = 0; i < 20; i++)
            {
                await topic.Post("tea");
                await topic.Index();
            }
        }
    }

    [Fact]
    public async Task A_deleted_message_is_not_found_and_leaves_no_entry()
    {
        var topic = await NewTopicOf("tea");
        var message = await topic.Post("kettle");
        await topic.Index();

        await topic.Delete(message);
        Assert.Empty(await Find(topic, "kettle"));
        await topic.Index();

        Assert.Empty(await Find(topic, "kettle"));
        Assert.Equal(1, await CountEntries(topic));
    }

    [Fact]
    public async Task A_write_that_is_repeated_changes_nothing()
    {
        var topic = await NewTopic();
        await topic.Post("kettle", times: 3);
        var changes = (await topic.Read())!;

        for (var i = 0; i < 3; i++) await topic.Write(changes);

        Assert.Equal([3, 2, 1], await Find(topic, "kettle"));
        Assert.Equal(3, await CountEntries(topic));
        Assert.Null(await topic.Read());
    }

    [Fact]
    public async Task A_late_write_neither_brings_back_what_was_edited_or_deleted_nor_the_mark()
    {
        var topic = await NewTopic();
        var (edited, deleted) = (await topic.Post("kettle one"), await topic.Post("kettle two"));
        var late = (await topic.Read())!;
        await topic.Edit(edited, "teapot one");
        await topic.Delete(deleted);
        await topic.Index();

        await topic.Write(late);

        Assert.Null(await topic.Read());
        Assert.Empty(await Find(topic, "kettle"));
        Assert.Equal([1], await Find(topic, "teapot"));
        Assert.Equal(1, await CountEntries(topic));
    }

    [Fact]
    public async Task Many_that_index_the_same_topics_at_once_leave_one_entry_of_each_message()
    {
        SearchedTopic[] topics = [.. await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => NewTopic()))];
        foreach (var topic in topics) await topic.Post("kettle", times: 40);
        var changes = await Task.WhenAll(topics.Select(topic => topic.Read()));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Store.Write(
            [.. (n % 2 == 0 ? changes : changes.Reverse()).Select(each => SearchedTopic.Analyzed(each!))], Cancel)));

        foreach (var topic in topics)
        {
            Assert.Equal(40, await CountEntries(topic));
            Assert.Equal(40, (await Find(topic, "kettle")).Count);
        }
    }

    [Fact]
    public async Task Messages_that_belong_to_the_same_place_all_get_one()
    {
        var topic = await NewTopic();
        // In one millisecond, and more than seqs are told apart.
        await topic.Post("kettle", times: 600, at: Sample.Noon.AddDays(-3));
        var changes = (await topic.Read(limit: 600))!;
        for (var from = 0; from < 600; from += 200) await topic.Write(changes.Part(from, from + 200));

        Assert.Equal(600, (await Find(topic, "kettle", limit: 1_000)).Distinct().Count());
        var places = await Sql.Query("SELECT place FROM message_search WHERE topic_id = @topic", row => row.GetInt64(0), Cancel, ("topic", topic.Id));
        Assert.All(places, place => Assert.Equal(SearchPlaces.First(Sample.Noon.AddDays(-3)), place / SearchPlaces.PerMillisecond * SearchPlaces.PerMillisecond));
    }

    [Fact]
    public async Task Messages_that_are_written_again_keep_their_order_when_a_place_of_others_is_taken()
    {
        var (calm, crowded) = (await NewTopic(), await NewTopic());
        await calm.Post("kettle", times: 3, at: Sample.Noon.AddDays(-5));
        var again = (await calm.Read())!;
        await calm.Write(again);
        await crowded.Post("kettle", times: 300, at: Sample.Noon.AddDays(-6));
        var changes = (await crowded.Read(limit: 300))!;
        await crowded.Write(changes.Part(0, 200));

        await Store.Write([SearchedTopic.Analyzed(again), SearchedTopic.Analyzed(changes.Part(200, 300))], Cancel);

        Assert.Equal([3, 2, 1], await Find(calm, "kettle"));
        Assert.Equal(300, (await Find(crowded, "kettle", limit: 1_000)).Distinct().Count());
    }

    [Fact]
    public async Task Writers_of_several_topics_in_one_millisecond_do_not_lose_a_message()
    {
        var first = await NewTopic();
        // The end of an id is what tells topics apart in a millisecond.
        SearchedTopic[] topics = [first, .. await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => NewTopic()))];
        foreach (var topic in topics) await topic.Post("kettle", times: 300, at: Sample.Noon.AddDays(-4));

        await Task.WhenAll(topics.Select(topic => topic.Index()));

        Assert.Equal(1_200, (await Search(new(SearchCases.Texts("kettle"), [], [.. topics.Select(topic => topic.Id)], [], MessageFeatures.None, null, null), limit: 2_000)).Count);
    }

    private Task<long> CountEntries(SearchedTopic topic) => Count("message_search WHERE topic_id = @topic", ("topic", topic.Id));
}
