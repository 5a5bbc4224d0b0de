using Bulletin.Grains.Personal;
using Bulletin.Grains.Tests.Topics;

namespace Bulletin.Grains.Tests.Personal;

public abstract partial class PersonalContract
{
    [Fact]
    public async Task A_pin_survives_that_the_person_is_put_out_of_memory()
    {
        var (_, person, topicId) = await Reader(messages: 5);
        await Pin(person, topicId, head: 5);

        await Deactivate(person);

        Assert.True(Assert.Single(await person.States([topicId], Cancel)).Pinned);
    }

    [Fact]
    public async Task Pinning_neither_follows_a_topic_nor_moves_the_position()
    {
        var (_, person, topicId) = await Reader(messages: 5);
        await person.Read(topicId, 2, 5, isMember: false, Cancel);

        var pinned = await Pin(person, topicId, head: 5);

        Assert.Equal((true, false), (pinned.Pinned, pinned.Following));
        Assert.Equal((2, 3), Position(pinned));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_topic_that_is_pinned_before_it_was_opened_counts_as_read_and_only_members_follow_it(bool isMember)
    {
        var (_, person, topicId) = await Reader(messages: 5);

        var pinned = (await person.SetPinned(topicId, pinned: true, 5, isMember, Cancel)).Value!;

        Assert.Equal(isMember, pinned.Following);
        Assert.Equal((5, 0), Position(pinned));
    }

    [Fact]
    public async Task Every_device_is_told_of_a_pin_once()
    {
        var (_, person, topicId) = await Reader(messages: 1);
        await Watch(person);

        var first = await Pin(person, topicId, head: 1);
        var again = await Pin(person, topicId, head: 1);
        var unpinned = (await person.SetPinned(topicId, pinned: false, 1, isMember: false, Cancel)).Value!;

        Assert.Equal(first, again);
        Assert.False(unpinned.Pinned);
        var (one, other) = await device.NextTwo();
        Assert.Equal((StateChange.Level, first), (one.What, one.State));
        Assert.Equal((StateChange.Level, unpinned), (other.What, other.State));
    }

    [Fact]
    public async Task Of_a_topic_that_is_unpinned_without_having_been_opened_nothing_is_kept()
    {
        var (_, person, topicId) = await Reader(messages: 1);

        Assert.False((await person.SetPinned(topicId, pinned: false, 1, isMember: false, Cancel)).Value!.Pinned);

        Assert.Empty(await person.States([topicId], Cancel));
    }

    [Fact]
    public async Task Who_has_as_many_pinned_topics_as_they_may_pins_another_only_after_they_have_unpinned_one()
    {
        var (lin, person, topicId) = await Reader(messages: 1);
        var pinned = Pinned(version: 1);
        var others = Enumerable.Range(2, PersonalState.MostPinned - 1).Select(Pinned);
        Assert.True(await Store.Save(lin, await Store.Claim(lin, Cancel), [pinned, .. others], Cancel));

        Assert.Equal(Refusal.TooManyPinned, (await person.SetPinned(topicId, pinned: true, 1, isMember: false, Cancel)).Refusal);
        Assert.True((await Pin(person, pinned.TopicId, head: 0)).Pinned);
        Assert.False((await person.SetPinned(pinned.TopicId, pinned: false, 0, isMember: false, Cancel)).Value!.Pinned);
        Assert.True((await Pin(person, topicId, head: 1)).Pinned);
    }

    [Fact]
    public async Task A_pinned_topic_is_not_lost_when_room_is_made_for_another()
    {
        var (lin, person, topicId) = await Reader(messages: 5);
        PersonalRow pinned = Pinned(version: 1), opened = Pinned(version: 2) with { Pinned = false };
        var followed = Enumerable.Range(3, PersonalState.MostTopics - 2).Select(version => Pinned(version) with { Pinned = false, Following = true });
        Assert.True(await Store.Save(lin, await Store.Claim(lin, Cancel), [pinned, opened, .. followed], Cancel));

        await person.Read(topicId, 2, 5, isMember: false, Cancel);

        Assert.Equal([pinned.TopicId], (await person.States([pinned.TopicId, opened.TopicId], Cancel)).Select(state => state.TopicId));
        await Store.Forget(lin, [pinned.TopicId], Cancel);
        Assert.Contains(await Store.Load(lin, Cancel), row => row.TopicId == pinned.TopicId);
    }

    [Fact]
    public async Task A_position_that_is_written_leaves_the_pin()
    {
        var (lin, person, topicId) = await Reader(messages: 5);
        await person.Read(topicId, 1, 5, isMember: false, Cancel);
        await Pin(person, topicId, head: 5);

        await person.Read(topicId, 3, 5, isMember: false, Cancel);
        await Deactivate(person);

        var row = Assert.Single(await Store.Load(lin, Cancel));
        Assert.Equal((3L, true), (row.ReadSeq, row.Pinned));
    }

    [Fact]
    public async Task Pinned_topics_are_listed_by_themselves_by_activity()
    {
        var (_, person, first) = await Reader(messages: 1);
        var ada = await cluster.SignUp("ada");
        var (second, opened) = (await cluster.NewTopic(ada), await cluster.NewTopic(ada));
        await Post(second, ada, 1);
        await person.Follow(opened.GetPrimaryKey(), follows: true, 0, Cancel);
        await Pin(person, second.GetPrimaryKey(), head: 1);
        await Pin(person, first, head: 1);

        var page = await person.Topics(TopicFilter.Pinned, 1, after: null, Cancel);
        var next = await person.Topics(TopicFilter.Pinned, 1, page.Next, Cancel);

        Assert.Equal([second.GetPrimaryKey(), first], page.Items.Concat(next.Items).Select(topic => topic.Topic.Id));
        Assert.All(page.Items, topic => Assert.True(topic.State.Pinned));
    }

    private static async Task<TopicState> Pin(IPersonalGrain person, Guid topicId, long head) =>
        (await person.SetPinned(topicId, pinned: true, head, isMember: false, Cancel)).Value!;

    private static PersonalRow Pinned(int version) =>
        new(Guid.CreateVersion7(), 0, NotificationLevel.Default, Following: false, Draft: null, version, Pinned: true);
}
