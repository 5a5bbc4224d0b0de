using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Tests.Topics;

// Reactions are changes of a message that leave its text.
public abstract partial class TopicContract
{
    private const string Thumb = "👍", Tea = "🍵";

    [Fact]
    public async Task Reactions_are_kept_in_the_order_in_which_they_came_and_are_the_same_from_storage()
    {
        var (topic, ada, bob) = await OpenTopicOfTwo();
        await React(topic, bob, 1, Thumb);
        await React(topic, bob, 1, Tea);
        var last = await React(topic, ada, 1, Thumb);

        Reaction[] reactions = [Reacted(Thumb, bob, ada), Reacted(Tea, bob)];
        Assert.Equal(reactions, last.Reactions);
        Assert.Equal((4L, "one", null), (last.Revision, last.Text, last.EditedAt));
        foreach (var inMemory in new[] { true, false })
        {
            if (!inMemory) await Deactivate(topic);
            Assert.Equal(reactions, (await topic.ReadOne(1, Sample.Anybody, Cancel)).Value!.Reactions);
            Assert.Equal(reactions, Assert.Single((await topic.Changes(3, 50, Sample.Anybody, Cancel)).Value!.Items).Reactions);
        }
    }

    [Fact]
    public async Task Who_reacts_twice_or_takes_back_what_is_not_there_changes_nothing()
    {
        var (topic, ada, bob) = await OpenTopicOfTwo();
        await React(topic, bob, 1, Thumb);

        Assert.Equal(2, (await React(topic, bob, 1, Thumb)).Revision);
        Assert.Equal(2, (await TakeBack(topic, ada, 1, Thumb)).Revision);
        Assert.Equal(2, (await TakeBack(topic, bob, 1, Tea)).Revision);
    }

    [Fact]
    public async Task An_emoji_goes_with_the_last_who_takes_it_back()
    {
        var (topic, ada, bob) = await OpenTopicOfTwo();
        await React(topic, bob, 1, Thumb);
        await React(topic, ada, 1, Thumb);

        Assert.Equal([Reacted(Thumb, ada)], (await TakeBack(topic, bob, 1, Thumb)).Reactions!);
        Assert.Null((await TakeBack(topic, ada, 1, Thumb)).Reactions);
        await Deactivate(topic);
        Assert.Null((await topic.ReadOne(1, Sample.Anybody, Cancel)).Value!.Reactions);
    }

    [Fact]
    public async Task Of_many_reactions_at_once_none_is_lost()
    {
        var (topic, _, _) = await OpenTopicOfTwo();
        Actor[] people = [.. Enumerable.Range(1, 30).Select(n => Sample.Acting(Sample.Person($"p{n}")))];

        await Task.WhenAll(people.Select(person => React(topic, person, 1, Thumb)));

        var reaction = Assert.Single((await topic.ReadOne(1, Sample.Anybody, Cancel)).Value!.Reactions!);
        Assert.Equal(people.Select(person => person.User.Id).Order(), reaction.UserIds.Order());
    }

    [Fact]
    public async Task A_message_that_has_left_the_window_takes_reactions_too()
    {
        var (topic, ada, bob) = await OpenTopicOfTwo();
        for (var i = 0; i < 60; i++) await Post(topic, ada, $"message {i}");

        Assert.Equal([Reacted(Tea, bob)], (await React(topic, bob, 1, Tea)).Reactions!);
        Assert.Equal([Reacted(Tea, bob)], (await topic.ReadOne(1, Sample.Anybody, Cancel)).Value!.Reactions!);
    }

    [Fact]
    public async Task A_deleted_message_takes_no_reactions_and_has_none()
    {
        var (topic, ada, bob) = await OpenTopicOfTwo();
        await React(topic, bob, 1, Thumb);
        Assert.Null((await topic.Delete(new(1, ada), Cancel)).Value!.Reactions);

        Assert.Equal(Refusal.MessageDeleted, (await topic.React(new(1, bob, Tea), Cancel)).Refusal);
        Assert.Equal(3, (await TakeBack(topic, bob, 1, Thumb)).Revision);
        Assert.Equal(Refusal.MessageNotFound, (await topic.React(new(2, bob, Tea), Cancel)).Refusal);
        await Deactivate(topic);
        Assert.Null((await topic.ReadOne(1, Sample.Anybody, Cancel)).Value!.Reactions);
    }

    [Fact]
    public async Task In_a_locked_topic_nobody_reacts_or_takes_anything_back()
    {
        var (topic, ada, bob) = await OpenTopicOfTwo();
        await React(topic, bob, 1, Thumb);
        Assert.NotNull((await topic.Change(new(null, null, ada, Locked: true), Cancel)).Value);

        Assert.Equal(Refusal.TopicLocked, (await topic.React(new(1, ada, Thumb), Cancel)).Refusal);
        Assert.Equal(Refusal.TopicLocked, (await topic.React(new(1, bob, Thumb, IsTakenBack: true), Cancel)).Refusal);
        Assert.Equal(2, (await React(topic, bob, 1, Thumb)).Revision);
    }

    [Fact]
    public async Task To_those_who_may_not_see_a_topic_it_is_not_there_to_react_in()
    {
        var (ada, bob, eve) = (await Cluster.SignUp("ada"), await Cluster.SignUp("bob"), await Cluster.SignUp("eve", moderator: true));
        var topic = await Cluster.NewPrivateTopic(ada, bob);
        await Post(topic, ada, "one");

        Assert.Equal(Refusal.TopicNotFound, (await topic.React(new(1, eve, Thumb), Cancel)).Refusal);
        Assert.Equal([Reacted(Thumb, bob)], (await React(topic, bob, 1, Thumb)).Reactions!);
    }

    [Fact]
    public async Task An_edit_that_was_begun_before_a_reaction_goes_through_and_one_from_before_another_edit_does_not()
    {
        var (topic, ada, bob) = await OpenTopicOfTwo();
        await React(topic, bob, 1, Thumb);
        await React(topic, ada, 1, Thumb);
        await Deactivate(topic);

        var edited = (await topic.Edit(new(1, ada, "two", Revision: 1), Cancel)).Value!;
        await React(topic, bob, 1, Tea);

        Assert.Equal([Reacted(Thumb, bob, ada)], edited.Reactions!);
        Assert.Equal(Refusal.MessageChanged, (await topic.Edit(new(1, ada, "three", Revision: 3), Cancel)).Refusal);
        Assert.Equal(Refusal.MessageChanged, (await topic.Edit(new(1, ada, "three", Revision: 9), Cancel)).Refusal);
        Assert.Equal("three", (await topic.Edit(new(1, ada, "three", Revision: edited.Revision), Cancel)).Value!.Text);
    }

    [Fact]
    public async Task Reactions_leave_no_trace_in_the_history_of_a_text()
    {
        var (topic, ada, bob) = await OpenTopicOfTwo();
        await React(topic, bob, 1, Thumb);
        await Edit(topic, ada, 1, "two");
        await React(topic, bob, 1, Tea);

        var earlier = Assert.Single((await topic.History(1, Sample.Anybody, Cancel)).Value!.Items);
        Assert.Equal((1L, "one"), (earlier.Revision, earlier.Text));
    }

    [Fact]
    public async Task A_post_that_is_repeated_after_a_reaction_is_answered_with_its_message()
    {
        var (ada, bob) = (await Cluster.SignUp("ada"), await Cluster.SignUp("bob"));
        var topic = await Cluster.NewTopic(ada);
        var clientId = Guid.CreateVersion7();
        await Post(topic, ada, "one", clientId);
        await React(topic, bob, 1, Thumb);

        Assert.Equal([Reacted(Thumb, bob)], (await Post(topic, ada, "one", clientId)).Reactions!);
        Assert.Equal(Refusal.ClientIdReused, (await topic.Post(new(clientId, ada, "other", null), Cancel)).Refusal);
    }

    [Fact]
    public async Task Who_watches_a_topic_is_told_of_reactions()
    {
        var (topic, _, bob) = await OpenTopicOfTwo();
        Watcher watcher = new();
        var reference = Cluster.Grains.CreateObjectReference<ITopicObserver>(watcher);
        await topic.Watch(reference, 1, -1, Cancel);

        await React(topic, bob, 1, Thumb);

        Assert.Equal([Reacted(Thumb, bob)], Assert.Single(await watcher.Take(1)).Reactions!);
    }

    /// <summary>A public topic with one message, by the first.</summary>
    private async Task<(ITopicGrain Topic, Actor Author, Actor Other)> OpenTopicOfTwo()
    {
        var (ada, bob) = (await Cluster.SignUp("ada"), await Cluster.SignUp("bob"));
        var topic = await Cluster.NewTopic(ada);
        await Post(topic, ada, "one");
        return (topic, ada, bob);
    }

    private static Reaction Reacted(string emoji, params Actor[] people) => new(emoji, Array.ConvertAll(people, person => person.User.Id));

    private static async Task<Message> React(ITopicGrain topic, Actor actor, long seq, string emoji, bool isTakenBack = false)
    {
        var outcome = await topic.React(new(seq, actor, emoji, isTakenBack), Cancel);
        Assert.Equal(Refusal.None, outcome.Refusal);
        return outcome.Value!;
    }

    private static Task<Message> TakeBack(ITopicGrain topic, Actor actor, long seq, string emoji) => React(topic, actor, seq, emoji, isTakenBack: true);
}
