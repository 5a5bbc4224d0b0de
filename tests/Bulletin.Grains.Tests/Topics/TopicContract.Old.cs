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
        Assert.Equal(won, (await topic.ReadOne(1, Cancel)).Value);
    }

    [Fact]
    public async Task Many_edits_at_once_of_one_old_message_leave_one_revision_each()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await TopicWithOldMessages(ada);

        var edits = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Edit(topic, ada, 1, $"edit {i}")));

        Assert.Equal(Numbers(61, 80), edits.Select(e => e.Revision).Order());
        Assert.Equal(edits.MaxBy(e => e.Revision), (await topic.ReadOne(1, Cancel)).Value);
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

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    public async Task No_post_waits_while_a_repeated_one_is_looked_up(long seq)
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await TopicWithOldMessages(ada);
        var posted = (await topic.ReadOne(seq, Cancel)).Value!;
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
