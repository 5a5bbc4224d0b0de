using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Memory;

namespace Bulletin.Grains.Tests.Topics;

public class RecentChangesTests
{
    private static readonly Topic Topic = Sample.Topic(seq: 80);

    [Fact]
    public void A_topic_without_edits_knows_the_changes_of_all_messages_it_was_loaded_with()
    {
        RecentChanges changes = new(Topic, Sample.Messages(Topic.Id, 31, 80));

        Assert.Equal(30, changes.Floor);
        Assert.Equal(Enumerable.Range(71, 10), changes.After(70).Select(m => (int)m.Seq));
    }

    [Fact]
    public void A_topic_with_edits_knows_only_what_comes_after_it_was_loaded()
    {
        RecentChanges changes = new(Topic with { Revision = 95 }, Sample.Messages(Topic.Id, 31, 80));
        Assert.Equal(95, changes.Floor);
    }

    [Fact]
    public void A_message_that_changed_twice_comes_once_by_its_last_change()
    {
        RecentChanges changes = new(Topic, Sample.Messages(Topic.Id, 31, 80));
        changes.Add([Sample.Message(Topic.Id, 40, revision: 81), Sample.Message(Topic.Id, 81, revision: 82), Sample.Message(Topic.Id, 40, revision: 83)]);

        Assert.Equal([(81L, 82L), (40L, 83L)], changes.After(80).Select(m => (m.Seq, m.Revision)));
    }

    [Fact]
    public void What_falls_out_raises_the_floor()
    {
        RecentChanges changes = new(Sample.Topic(), []);
        changes.Add(Sample.Messages(Topic.Id, 1, RecentChanges.Capacity + 7));

        Assert.Equal(7, changes.Floor);
        Assert.Equal(RecentChanges.Capacity, changes.After(7).Count);
    }
}
