using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Tests.Topics;

// Messages that have left memory are changed as the others are, and nobody waits for them to be read.
public abstract partial class TopicContract
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Of_two_edits_at_once_of_one_old_message_that_build_on_the_same_revision_one_is_refused()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await TopicWithOldMessages(ada);
        var held = Cluster.Lookups.Hold();

        var first = topic.Edit(new(1, ada, "first", Revision: 1), Cancel);
        var second = topic.Edit(new(1, ada, "second", Revision: 1), Cancel);
        await held.WaitAsync(Soon, Cancel);
        Cluster.Lookups.Release();
        var outcomes = await Task.WhenAll(first, second);

        var won = Assert.Single(outcomes, outcome => outcome.Refusal == Refusal.None).Value!;
        Assert.Single(outcomes, outcome => outcome.Refusal == Refusal.MessageChanged);
        Assert.Equal(won, (await topic.ReadOne(1, Sample.Anybody, Cancel)).Value);
    }

    [Fact]
    public async Task Many_edits_at_once_of_one_old_message_leave_one_revision_each()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await TopicWithOldMessages(ada);

        var edits = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Edit(topic, ada, 1, $"edit {i}")));

        Assert.Equal(Numbers(61, 80), edits.Select(e => e.Revision).Order());
        Assert.Equal(edits.MaxBy(e => e.Revision), (await topic.ReadOne(1, Sample.Anybody, Cancel)).Value);
    }

    [Fact]
    public async Task No_post_waits_while_an_old_message_is_read_for_its_edit()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await TopicWithOldMessages(ada);
        var held = Cluster.Lookups.Hold();
        try
        {
            var edit = Edit(topic, ada, 1, "edited");
            await held.WaitAsync(Soon, Cancel);

            Assert.Equal(61, (await Post(topic, ada, "meanwhile").WaitAsync(Soon, Cancel)).Seq);

            Assert.False(edit.IsCompleted);
            Cluster.Lookups.Release();
            Assert.Equal((62L, "edited"), (await edit) is var edited ? (edited.Revision, edited.Text) : default);
        }
        finally
        {
            Cluster.Lookups.Release();
        }
    }

    [Fact]
    public async Task An_old_message_of_a_topic_that_storage_has_removed_is_not_found_though_memory_still_has_the_topic()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await TopicWithOldMessages(ada);
        Assert.True(await Cluster.Store.Remove((await topic.Get(ada.User.Id, Cancel)).Value!, DateTimeOffset.UnixEpoch.AddYears(60), audit: null, Cancel));

        // The first finds out; whoever asks again, as gateways do, is told.
        var first = await topic.Edit(new(1, ada, "edited", Revision: null), Cancel);
        var second = await topic.Edit(new(1, ada, "edited", Revision: null), Cancel);

        Assert.Equal((Refusal.Retry, Refusal.TopicNotFound), (first.Refusal, second.Refusal));
    }

    [Fact]
    public async Task New_posts_are_stored_however_many_old_ones_are_repeated_meanwhile()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        var old = Enumerable.Range(0, 60).Select(i => new PostMessage(Guid.CreateVersion7(), ada, $"old {i}", ReplyTo: null)).ToArray();
        foreach (var post in old) Assert.NotNull((await topic.Post(post, Cancel)).Value);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var repeating = Enumerable.Range(0, 8).Select(async i =>
        {
            while (!done.IsCancellationRequested) Assert.True((await topic.Post(old[i], Cancel)).Value!.Repeated);
        }).ToArray();

        for (var i = 0; i < 20; i++) Assert.False((await topic.Post(new(Guid.CreateVersion7(), ada, $"new {i}", null), Cancel).WaitAsync(Soon, Cancel)).Value!.Repeated);

        await done.CancelAsync();
        await Task.WhenAll(repeating);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    public async Task No_post_waits_while_a_repeated_one_is_looked_up(long seq)
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await TopicWithOldMessages(ada);
        var posted = (await topic.ReadOne(seq, Sample.Anybody, Cancel)).Value!;
        var edited = await Edit(topic, ada, seq, "edited");
        var held = Cluster.Lookups.Hold();
        try
        {
            var again = Post(topic, ada, posted.Text!, posted.ClientId);
            await held.WaitAsync(Soon, Cancel);

            Assert.Equal(61, (await Post(topic, ada, "meanwhile").WaitAsync(Soon, Cancel)).Seq);

            Assert.False(again.IsCompleted);
            Cluster.Lookups.Release();
            Assert.Equal(edited, await again);
        }
        finally
        {
            Cluster.Lookups.Release();
        }
    }

    /// <summary>Sixty messages, of which the first ten are not in memory.</summary>
    private async Task<ITopicGrain> TopicWithOldMessages(Actor author)
    {
        var topic = await Cluster.NewTopic(author);
        for (var i = 1; i <= 60; i++) await Post(topic, author, $"message {i}");
        return topic;
    }
}
