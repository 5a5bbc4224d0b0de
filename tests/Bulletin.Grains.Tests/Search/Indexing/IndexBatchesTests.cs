using Bulletin.Grains.Search;
using Bulletin.Grains.Search.Indexing;

namespace Bulletin.Grains.Tests.Search.Indexing;

public sealed class IndexBatchesTests
{
    [Fact]
    public void What_is_little_is_written_together_also_of_a_topic_without_changes()
    {
        var (one, none, other) = (Topic([3, 5]), Topic([], revision: 9), Topic([1]));

        var batch = Assert.Single(IndexBatches.Of([one, none, other]));

        Assert.Equal([(one.TopicId, 5L, 2), (none.TopicId, 9L, 0), (other.TopicId, 1L, 1)], Parts(batch));
    }

    [Fact]
    public void A_topic_with_many_changes_is_written_in_parts_each_marked_with_its_last_change()
    {
        var topic = Topic([.. Enumerable.Range(1, 1_200).Select(revision => revision * 2L)], revision: 3_000);

        var batches = IndexBatches.Of([topic]).ToArray();

        Assert.Equal([(topic.TopicId, 1_000L, 500), (topic.TopicId, 2_000L, 500), (topic.TopicId, 3_000L, 200)], batches.SelectMany(Parts));
        Assert.Equal(topic.Changes, batches.SelectMany(batch => batch).SelectMany(part => part.Changes));
    }

    [Fact]
    public void The_parts_of_a_topic_adjoin_each_other_from_its_floor_to_its_revision()
    {
        var topic = Topic([.. Enumerable.Range(4, 1_200).Select(revision => revision * 2L)], revision: 3_000) with { Floor = 5 };
        var history = topic with { Changes = [.. topic.Changes.Reverse()], IsHistory = true };

        Assert.Equal([(5, 1_006), (1_006, 2_006), (2_006, 3_000)], Marks(topic));
        Assert.Equal([(1_407, 3_000), (407, 1_407), (5, 407)], Marks(history));

        static IEnumerable<(long, long)> Marks(TopicToIndex topic) => IndexBatches.Of([topic]).SelectMany(batch => batch).Select(part => (part.Floor, part.Revision));
    }

    [Fact]
    public void Long_texts_are_written_a_few_at_a_time()
    {
        var topic = Topic([1, 2, 3], text: new string('x', IndexBatches.MostCharacters / 2));

        Assert.Equal([(topic.TopicId, 2L, 2), (topic.TopicId, 3L, 1)], IndexBatches.Of([topic]).SelectMany(Parts));
    }

    [Fact]
    public void A_part_that_is_full_exactly_at_the_end_of_a_topic_leaves_nothing_of_it()
    {
        var (full, next) = (Topic([.. Enumerable.Range(1, IndexBatches.MostMessages).Select(revision => (long)revision)]), Topic([1]));

        Assert.Equal([[full.TopicId], [next.TopicId]], IndexBatches.Of([full, next]).Select(batch => batch.Select(part => part.TopicId)));
    }

    private static IEnumerable<(Guid TopicId, long Revision, int Changes)> Parts(IReadOnlyList<TopicToIndex> batch) =>
        batch.Select(part => (part.TopicId, part.Revision, part.Changes.Count));

    private static TopicToIndex Topic(long[] revisions, long? revision = null, string text = "tea") => new(
        Guid.CreateVersion7(), IsPublic: true, Rebuild: 0,
        [.. revisions.Select(at => new MessageToIndex(at, at, Sample.Noon, Guid.Empty, text, [], HasReactions: false))],
        Floor: 0, revision ?? revisions[^1], More: false);
}
