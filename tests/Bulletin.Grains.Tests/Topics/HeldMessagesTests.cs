using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Memory;

namespace Bulletin.Grains.Tests.Topics;

public class HeldMessagesTests
{
    private static readonly Message AsPosted = Sample.Message(Guid.CreateVersion7(), seq: 1, text: "as posted");
    private static readonly Message Edited = AsPosted with { Revision = 7, Text = "edited" };

    private readonly HeldMessages held = new();

    [Fact]
    public async Task What_is_committed_during_the_read_counts_not_what_was_read()
    {
        TaskCompletionSource<Message?> read = new();
        var hold = held.Hold(1, () => read.Task);

        held.Apply([Edited]);
        read.SetResult(AsPosted);
        await hold;

        Assert.Equal(Edited, held.Find(1));
    }

    [Fact]
    public async Task What_is_committed_while_a_change_waits_is_what_the_next_one_finds()
    {
        await held.Hold(1, () => Task.FromResult<Message?>(AsPosted));
        held.Apply([Edited]);

        await held.Hold(1, () => throw new InvalidOperationException("Read again."));

        Assert.Equal(Edited, held.Find(1));
    }

    [Fact]
    public async Task A_message_is_dropped_with_the_last_change_that_waits_for_it()
    {
        await held.Hold(1, () => Task.FromResult<Message?>(AsPosted));
        await held.Hold(1, () => Task.FromResult<Message?>(AsPosted));

        held.Release(1);
        Assert.Equal((AsPosted, 1), (held.Find(1), held.Holders));
        held.Release(1);
        Assert.Equal((null, 0), (held.Find(1), held.Holders));
    }

    [Fact]
    public async Task A_topic_that_was_loaded_again_does_not_trust_what_was_read_before()
    {
        StoredTopic stored = new(Sample.Topic(seq: 60), Sample.Messages(AsPosted.TopicId, 11, 60));
        LiveTopic before = new(stored);
        await before.Held.Hold(1, () => Task.FromResult<Message?>(AsPosted));

        Assert.True(before.TryFind(1, out var found));
        Assert.Equal(AsPosted, found);
        Assert.False(new LiveTopic(stored).TryFind(1, out _));
    }
}
