using Bulletin.Grains.Directory;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using CsCheck;

namespace Bulletin.Grains.Tests.Directory;

public class DirectoryHeadTests
{
    [Fact]
    public void Whatever_comes_in_whatever_order_it_lists_the_most_recently_active_first() =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 30]).List[0, 200].Sample(moves =>
        {
            DirectoryHead head = new(capacity: 10);
            head.Reset([], complete: true);
            Dictionary<int, Topic> model = [];
            var minute = 0;
            foreach (var (which, _) in moves)
            {
                var topic = model.TryGetValue(which, out var known)
                    ? known with { LastActivityAt = Sample.Noon.AddMinutes(++minute), Revision = known.Revision + 1 }
                    : Sample.Topic(++minute);
                model[which] = topic;
                head.Put(topic);
            }
            Assert.Equal(model.Values.OrderBy(DirectoryCursor.Of).Take(10), head.Topics);
        });

    [Fact]
    public void Topics_of_one_instant_are_ordered_by_id()
    {
        DirectoryHead head = new();
        Topic[] topics = [Sample.Topic(5), Sample.Topic(5), Sample.Topic(5)];
        head.Reset(topics, complete: true);
        Assert.Equal(topics.OrderByDescending(t => t.Id), head.Topics);
    }

    [Fact]
    public void An_older_state_of_a_topic_is_ignored()
    {
        DirectoryHead head = new();
        var topic = Sample.Topic(5, seq: 3);
        head.Reset([topic], complete: true);

        Assert.False(head.Put(topic with { Revision = 2, LastActivityAt = Sample.Noon }));
        Assert.Equal([topic], head.Topics);
    }

    [Fact]
    public void What_is_said_of_a_topic_after_its_removal_does_not_bring_it_back()
    {
        DirectoryHead head = new();
        Topic stays = Sample.Topic(1), removed = Sample.Topic(2), never = Sample.Topic(3);
        head.Reset([stays, removed], complete: true);

        Assert.True(head.Remove(removed.Id));
        Assert.False(head.Remove(never.Id));

        Assert.False(head.Put(removed with { Name = "A late change", Revision = 7 }));
        Assert.False(head.Put(never));
        head.Reset([removed, stays], complete: true);
        Assert.Equal([stays], head.Topics);
    }

    [Fact]
    public void It_knows_the_latest_removals_and_no_more()
    {
        DirectoryHead head = new();
        head.Reset([], complete: true);
        Topic first = Sample.Topic(1), latest = Sample.Topic(2);
        head.Remove(first.Id);
        for (var i = 0; i < 999; i++) head.Remove(Guid.CreateVersion7());
        head.Remove(latest.Id);

        Assert.True(head.Put(first));
        Assert.False(head.Put(latest));
    }

    [Fact]
    public void A_page_that_reaches_into_the_tail_is_not_given()
    {
        DirectoryHead head = new(capacity: 3);
        head.Reset([Sample.Topic(3), Sample.Topic(2), Sample.Topic(1)], complete: false);

        Assert.NotNull(head.Page(3, after: null));
        Assert.Null(head.Page(4, after: null));
        Assert.Null(head.Page(1, DirectoryCursor.Of(head.Topics[^1])));
    }

    [Fact]
    public void A_topic_of_the_tail_does_not_get_between_the_head_and_the_rest_of_the_tail()
    {
        DirectoryHead head = new(capacity: 3);
        head.Reset([Sample.Topic(30), Sample.Topic(20), Sample.Topic(10)], complete: false);
        head.Remove(head.Topics[^1].Id);

        Assert.False(head.Put(Sample.Topic(5)));
        Assert.True(head.Put(Sample.Topic(15)));
    }

    [Fact]
    public void Pages_follow_each_other_without_a_gap()
    {
        DirectoryHead head = new();
        head.Reset([.. Enumerable.Range(1, 25).Select(i => Sample.Topic(i))], complete: true);

        List<Topic> read = [];
        DirectoryCursor? after = null;
        while (head.Page(7, after) is { Count: > 0 } page)
        {
            read.AddRange(page);
            after = DirectoryCursor.Of(page[^1]);
        }
        Assert.Equal(head.Topics, read);
    }

    [Fact]
    public void What_the_index_knows_better_is_taken_from_it()
    {
        DirectoryHead head = new();
        Topic stays = Sample.Topic(1), gone = Sample.Topic(3), moved = Sample.Topic(2, seq: 1), missed = Sample.Topic(9);
        head.Reset([gone, moved, stays], complete: true);
        var now = moved with { LastActivityAt = Sample.Noon.AddMinutes(8), Revision = 2 };

        var change = head.Reconcile([missed, now, stays], all: true);

        Assert.Equal([missed, now, stays], head.Topics);
        Assert.Equal([missed, now], change.Updated);
        Assert.Equal([gone.Id], change.Removed);
    }

    [Fact]
    public void What_was_posted_before_somebody_left_a_topic_does_not_bring_it_back_but_being_added_again_does()
    {
        DirectoryHead head = new(isPersonal: true);
        var topic = Sample.PrivateTopic(5, seq: 3) with { MembersVersion = 4 };
        head.Reset([topic], complete: true);

        Assert.True(head.Leave(topic with { MembersVersion = 5 }));
        Assert.False(head.Put(topic with { Revision = 9, LastSeq = 9 }));
        Assert.False(head.Put(topic with { Revision = 9, LastSeq = 9, MembersVersion = 5 }));
        Assert.Empty(head.Topics);

        var again = topic with { MembersVersion = 6 };
        Assert.True(head.Put(again));
        Assert.False(head.Leave(topic with { MembersVersion = 5 }));
        Assert.Equal([again], head.Topics);
    }

    [Fact]
    public void A_hidden_conversation_comes_back_with_its_next_message()
    {
        DirectoryHead head = new(isPersonal: true);
        var conversation = Sample.Conversation(5, seq: 3);
        head.Reset([conversation], complete: true);

        head.Leave(conversation);
        Assert.False(head.Put(conversation with { Revision = 4 }));
        Assert.True(head.Put(conversation with { Revision = 5, LastSeq = 4 }));
    }

    [Fact]
    public void What_storage_lists_is_in_the_list_whatever_is_remembered()
    {
        DirectoryHead head = new(isPersonal: true);
        var topic = Sample.PrivateTopic(5);
        head.Reset([topic], complete: true);
        head.Leave(topic);

        Assert.Equal([topic], head.Reconcile([topic], all: true).Updated);
        Assert.Equal([topic], head.Topics);
    }

    [Fact]
    public void A_topic_that_storage_no_longer_lists_for_somebody_may_come_back()
    {
        DirectoryHead head = new(isPersonal: true);
        var topic = Sample.PrivateTopic(5);
        head.Reset([topic], complete: true);

        Assert.Equal([topic.Id], head.Reconcile([], all: true).Removed);
        Assert.False(head.Put(topic));
        Assert.True(head.Put(topic with { MembersVersion = topic.MembersVersion + 2 }));
    }

    [Fact]
    public void A_topic_removed_for_everybody_does_not_come_back_to_anybody()
    {
        DirectoryHead head = new(isPersonal: true);
        var topic = Sample.PrivateTopic(5);
        head.Remove(topic.Id);

        head.Reset([topic], complete: true);
        Assert.Empty(head.Topics);
    }

    [Fact]
    public void A_conversation_read_again_has_not_changed()
    {
        DirectoryHead head = new(isPersonal: true);
        var conversation = Sample.Conversation(5);
        head.Reset([conversation], complete: true);

        Assert.Empty(head.Reconcile([conversation with { People = [.. conversation.People!] }], all: true).Updated);
        Assert.Single(head.Reconcile([conversation with { People = [Sample.Lin] }], all: true).Updated);
    }

    [Fact]
    public void A_page_of_one_kind_leaves_out_the_others()
    {
        DirectoryHead head = new(capacity: 4, isPersonal: true);
        Topic first = Sample.PrivateTopic(5), second = Sample.Conversation(4), third = Sample.PrivateTopic(3), last = Sample.Conversation(2);
        head.Reset([first, second, third, last], complete: true);

        Assert.Equal([first, third], head.Page(2, after: null, Access.Private));
        Assert.Equal([last], head.Page(2, DirectoryCursor.Of(second), Access.Direct));

        head.Reset([first, second, third, last], complete: false);
        Assert.Null(head.Page(3, after: null, Access.Private));
    }
}
