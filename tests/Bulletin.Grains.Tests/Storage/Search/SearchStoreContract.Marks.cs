using Bulletin.Grains.Search.Analysis;
using Bulletin.Grains.Storage.Sql.Search;

namespace Bulletin.Grains.Tests.Storage.Search;

public abstract partial class SearchStoreContract
{
    [Fact]
    public async Task What_is_recent_is_read_in_its_order_with_texts_up_to_a_limit_and_the_rest_after_it()
    {
        var topic = await NewTopicOf("zero");
        var message = await topic.Post("one", mentions: [bob.Id]);
        await topic.Post("two");
        await topic.Delete(await topic.Post("three"));
        await topic.React(message);

        var first = (await topic.Read(limit: 3))!;
        Assert.Equal([(3, "two", false), (4 + 1, null, false)], first.Changes.Select(change => (change.Revision, change.Text, change.HasReactions)));
        Assert.Equal((1, 5, true, false, false), (first.Floor, first.Revision, first.More, first.HasHistory, first.IsHistory));
        await topic.Write(first);

        var rest = (await topic.Read(limit: 3))!;
        var change = Assert.Single(rest.Changes);
        Assert.Equal((2, 6, "one", true, false), (change.Seq, change.Revision, change.Text, change.HasReactions, change.IsIndexed));
        Assert.Equal([bob.Id], change.Mentions);
        Assert.Equal((5, 6, false), (rest.Floor, rest.Revision, rest.More));
        await topic.Write(rest);
        Assert.Null(await topic.Read(limit: 3));
    }

    [Fact]
    public async Task The_history_of_a_topic_is_read_from_its_end_and_what_is_recent_before_it()
    {
        var topic = await NewTopic();
        foreach (var text in (string[])["one", "two", "three", "four"]) await topic.Post(text);

        var last = (await topic.Read(limit: 2))!;
        Assert.Equal(["four", "three"], last.Changes.Select(change => change.Text));
        Assert.Equal((2, 4, false, true, true), (last.Floor, last.Revision, last.More, last.HasHistory, last.IsHistory));
        await topic.Write(last);

        await topic.Post("five");
        var recent = (await topic.Read(limit: 2))!;
        Assert.Equal(["five"], recent.Changes.Select(change => change.Text));
        Assert.Equal((4, 5, false, true, false), (recent.Floor, recent.Revision, recent.More, recent.HasHistory, recent.IsHistory));
        await topic.Write(recent);

        var first = (await topic.Read(limit: 2))!;
        Assert.Equal(["two", "one"], first.Changes.Select(change => change.Text));
        Assert.Equal((0, 2, false, false, true), (first.Floor, first.Revision, first.More, first.HasHistory, first.IsHistory));
        await topic.Write(first);
        Assert.Null(await topic.Read(limit: 2));
    }

    [Fact]
    public async Task A_topic_with_history_left_is_behind_for_a_walk_and_not_for_a_sweep()
    {
        var topic = await NewTopic();
        foreach (var text in (string[])["one", "two"]) await topic.Post(text);
        await topic.Write((await topic.Read(limit: 1))!);

        Assert.Contains(topic.Id, await Behind());
        Assert.DoesNotContain(topic.Id, await Store.Behind(Sample.Noon, Sample.Noon.AddHours(1), 10_000, Cancel));
    }

    [Fact]
    public async Task What_two_silos_have_read_of_a_topic_leaves_no_gap_in_its_mark()
    {
        var topic = await NewTopic();
        await topic.Post("one");
        var early = (await topic.Read(limit: 1))!;
        foreach (var text in (string[])["two", "three"]) await topic.Post(text);
        var late = (await topic.Read(limit: 1))!;

        await topic.Write(early);
        await topic.Write(late);
        Assert.Equal(["two", "three"], (await topic.Read())!.Changes.Select(change => change.Text));

        // What adjoins it counts, also if it overlaps.
        var next = (await topic.Read(limit: 1))!;
        var both = (await topic.Read(limit: 2))!;
        await topic.Write(both);
        await topic.Write(next);
        Assert.Null(await topic.Read());
        Assert.Equal([3], await Find(topic, "three"));
    }

    [Fact]
    public async Task An_edit_of_what_is_not_yet_indexed_is_read_as_recent_and_not_again_as_history()
    {
        var topic = await NewTopic();
        var message = await topic.Post("one");
        foreach (var text in (string[])["two", "three"]) await topic.Post(text);
        await topic.Write((await topic.Read(limit: 1))!);

        await topic.Edit(message, "kettle");
        await topic.Write((await topic.Read(limit: 1))!);

        Assert.Equal([1], await Find(topic, "kettle"));
        Assert.Equal(["two"], (await topic.Read())!.Changes.Select(change => change.Text));
    }

    [Fact]
    public async Task What_has_an_entry_already_is_read_as_indexed()
    {
        var topic = await NewTopic();
        var message = await topic.Post("one");
        await topic.Index();

        await topic.Edit(message, "two");
        await topic.Post("three");

        Assert.Equal([true, false], (await topic.Read())!.Changes.Select(change => change.IsIndexed));
    }

    [Fact]
    public async Task Topics_are_behind_until_they_are_indexed_and_removed_ones_are_not()
    {
        var (topic, removed, empty) = (await NewTopic(), await NewTopic(), await NewTopic());
        foreach (var each in new[] { topic, removed }) await each.Post("kettle");
        await storage.Topics.Remove(removed.Topic, Sample.Noon, audit: null, Cancel);

        Assert.Contains(topic.Id, await Behind());
        Assert.DoesNotContain(removed.Id, await Behind());
        Assert.DoesNotContain(empty.Id, await Behind());
        Assert.Contains(topic.Id, await Store.Behind(Sample.Noon, Sample.Noon.AddHours(1), 10_000, Cancel));
        Assert.Null(await removed.Read());

        await topic.Index();
        Assert.DoesNotContain(topic.Id, await Behind());
        Assert.DoesNotContain(topic.Id, await Store.Behind(Sample.Noon, Sample.Noon.AddHours(1), 10_000, Cancel));
    }

    [Fact]
    public async Task Topics_that_were_indexed_by_an_earlier_version_of_the_analyzer_are_indexed_again_from_the_start()
    {
        var topic = await NewTopicOf("kettle", "teapot");
        await SetVersion(topic, TextAnalyzer.Version - 1);

        Assert.Contains(topic.Id, await Behind());
        Assert.Equal(2, (await topic.Read())!.Changes.Count);

        await topic.Index();
        Assert.DoesNotContain(topic.Id, await Behind());
    }

    [Fact]
    public async Task A_topic_that_a_later_version_has_indexed_is_left_to_it()
    {
        var topic = await NewTopicOf("kettle");
        await topic.Post("teapot");
        var changes = (await topic.Read())!;
        await SetVersion(topic, TextAnalyzer.Version + 1);

        Assert.DoesNotContain(topic.Id, await Behind());
        Assert.Null(await topic.Read());
        await topic.Write(changes);

        Assert.Equal(1, await Count($"search_marks WHERE topic_id = @topic AND version = {TextAnalyzer.Version + 1} AND revision = 1", ("topic", topic.Id)));
    }

    [Fact]
    public async Task After_a_rebuild_is_asked_for_everything_is_behind_and_still_found()
    {
        var topic = await NewTopicOf("kettle", "teapot");
        var asked = DateTimeOffset.FromUnixTimeMilliseconds((await Store.RebuildAsked(Cancel) ?? Sample.Noon).ToUnixTimeMilliseconds() + 1);

        await Store.Rebuild(asked, Cancel);

        Assert.Equal(asked, await Store.RebuildAsked(Cancel));
        Assert.Contains(topic.Id, await Behind());
        Assert.Equal(1, await Store.CountBehind(1, Cancel));
        Assert.Equal([1], await Find(topic, "kettle"));
        await topic.Index();
        Assert.DoesNotContain(topic.Id, await Behind());
        Assert.Equal([1], await Find(topic, "kettle"));
        Assert.Equal(2, await CountEntries(topic));
    }

    [Fact]
    public async Task What_was_read_before_a_rebuild_was_asked_for_does_not_count_for_it()
    {
        var topic = await NewTopic();
        foreach (var text in (string[])["kettle", "teapot"]) await topic.Post(text);
        var before = (await topic.Read())!;
        await Store.Rebuild(Sample.Noon, Cancel);
        var first = (await topic.Read(limit: 1))!;
        await topic.Write(first);

        await topic.Write(before);

        Assert.Equal([1], (await topic.Read())!.Changes.Select(change => change.Seq));
    }

    [Fact]
    public async Task A_rebuild_that_is_asked_for_twice_at_a_time_is_two()
    {
        await Store.Rebuild(Sample.Noon, Cancel);
        var first = await Store.RebuildAsked(Cancel);
        await Store.Rebuild(Sample.Noon, Cancel);

        Assert.True(await Store.RebuildAsked(Cancel) > first);
    }

    [Fact]
    public async Task Marks_move_with_the_revisions_that_a_restore_leaves_behind()
    {
        var topic = await NewTopicOf("kettle");

        await storage.Topics.LeaveRevisionsBehind(Cancel);

        Assert.DoesNotContain(topic.Id, await Behind());
    }

    [Fact]
    public async Task A_topic_that_is_ahead_without_any_change_is_read_so_that_its_mark_can_move()
    {
        var topic = await NewTopicOf("kettle");
        await Sql.ChangeOne("UPDATE topics SET revision = revision + 5 WHERE id = @topic RETURNING id", Cancel, ("topic", topic.Id));

        var changes = (await topic.Read())!;
        Assert.Equal((0, 6, false), (changes.Changes.Count, changes.Revision, changes.More));
        await topic.Write(changes);

        Assert.Null(await topic.Read());
    }

    [Fact]
    public async Task What_is_to_be_indexed_is_read_from_indexes_alone()
    {
        var changes = await storage.PlanByIndexes(SqlSearchStore.Changes(1), ("limit", 200), ("topic0", Guid.Empty));
        var active = await storage.PlanByIndexes(SqlSearchStore.Topics(Sql).Active, ("since", 0L), ("until", 1L), ("limit", 500));

        Assert.Matches(@"messages_revision|\(topic_id=\? AND revision>\? AND revision<\?\)", changes);
        Assert.Contains("topics_by_activity", active, StringComparison.Ordinal);
        Assert.Contains("topics_private_by_activity", active, StringComparison.Ordinal);
    }

    private Task<bool> SetVersion(SearchedTopic topic, int version) =>
        Sql.ChangeOne("UPDATE search_marks SET version = @version WHERE topic_id = @topic RETURNING topic_id", Cancel, ("topic", topic.Id), ("version", version));

    private async Task<List<Guid>> Behind()
    {
        List<Guid> all = [];
        for (Guid? after = Guid.Empty; after is { } last;)
        {
            (var some, after) = await Store.Behind(last, 50, Cancel);
            all.AddRange(some);
        }
        return all;
    }
}
