using System.Collections.Concurrent;
using System.Diagnostics;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using CsCheck;

namespace Bulletin.Grains.Tests.Topics;

// Several people at once do whatever comes to them, commits fail meanwhile, and a reader follows: a simple model tells what
// must come of it.
public abstract partial class TopicContract
{
    /// <summary>The planned faults are few: whoever asks again for this long is asking something that is broken.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly Gen<(Step Kind, int Which)[][]> Lives =
        Gen.Select(Gen.Frequency(
                (8, Gen.Const(Step.Post)), (2, Gen.Const(Step.Repeat)), (3, Gen.Const(Step.Edit)), (2, Gen.Const(Step.Delete)),
                (3, Gen.Const(Step.Resume)), (1, Gen.Const(Step.FailBefore)), (1, Gen.Const(Step.FailAfter)), (1, Gen.Const(Step.Forget))),
            Gen.Int[0, 60]).Array[5, 25].Array[4];

    [Fact]
    public Task Whatever_people_do_at_once_everyone_ends_with_the_same_log() =>
        Lives.SampleAsync(Live, iter: 40, threads: 1);

    private async Task Live((Step Kind, int Which)[][] lives)
    {
        var actors = await Task.WhenAll(lives.Select((_, i) => Cluster.SignUp($"p{i}", moderator: i == 0)));
        var topic = await Cluster.NewTopic(actors[0]);
        ConcurrentBag<Message> answered = [];
        using Reader reader = new(topic);

        await Task.WhenAll(lives.Select((steps, i) => Person(topic, actors[i], steps, answered, reader)));
        Faults.Clear();
        await reader.Resume();

        var log = await ReadAll(topic);
        var revision = (await topic.Get(Sample.Anybody, Cancel)).Value!.Revision;
        Assert.Equal(Numbers(1, log.Count), log.Select(m => m.Seq));
        Assert.Equal(log.Count, log.Select(m => (m.Author.Id, m.ClientId)).Distinct().Count());
        Assert.Equal(log, reader.View);

        // Each answer names a change that happened, and no two changes share a revision; the last one of a message is what is read.
        foreach (var changes in answered.GroupBy(m => m.Seq))
        {
            var stored = log[(int)changes.Key - 1];
            Assert.All(changes, m => Assert.True(m.Revision <= stored.Revision && m.ClientId == stored.ClientId));
            Assert.All(changes.Where(m => m.Revision == stored.Revision), m => Assert.Equal(stored, m));
        }
        Assert.All(answered.GroupBy(m => m.Revision), same => Assert.Single(same.Distinct()));
        Assert.All(log, m => Assert.InRange(m.Revision, 1, revision));
        Assert.Equal(log.Count, log.Select(m => m.Revision).Distinct().Count());
    }

    private async Task Person(
        ITopicGrain topic, Actor actor, (Step Kind, int Which)[] steps, ConcurrentBag<Message> answered, Reader reader)
    {
        Guid last = default;
        var text = "";
        foreach (var (kind, which) in steps)
        {
            switch (kind)
            {
                case Step.Post:
                    (last, text) = (Guid.CreateVersion7(), $"text {which}");
                    await UntilAnswered(async () => (await topic.Post(new(last, actor, text, null), Cancel)) is var o ? (o.Value?.Message, o.Refusal) : default);
                    break;
                case Step.Repeat when last != default:
                    await UntilAnswered(async () => (await topic.Post(new(last, actor, text, null), Cancel)) is var o ? (o.Value?.Message, o.Refusal) : default);
                    break;
                case Step.Edit:
                    await UntilAnswered(async () => (await topic.Edit(new(which, actor, $"edit {Guid.CreateVersion7()}"), Cancel)) is var o ? (o.Value, o.Refusal) : default);
                    break;
                case Step.Delete:
                    await UntilAnswered(async () => (await topic.Delete(new(which, actor), Cancel)) is var o ? (o.Value, o.Refusal) : default);
                    break;
                case Step.Resume: await reader.Resume(); break;
                case Step.FailBefore: Faults.Plan(Fault.BeforeCommit); break;
                case Step.FailAfter: Faults.Plan(Fault.AfterCommit); break;
                case Step.Forget: await Deactivate(topic); break;
            }
        }

        async Task UntilAnswered(Func<Task<(Message? Message, Refusal Refusal)>> call)
        {
            var started = Stopwatch.GetTimestamp();
            while (true)
            {
                Assert.True(Stopwatch.GetElapsedTime(started) < Patience, "The topic gives no answer any more.");
                try
                {
                    var (message, refusal) = await call();
                    if (message is not null) answered.Add(message);
                    if (refusal != Refusal.Retry) return;
                }
                catch (StorageUnavailableException)
                {
                    // Its outcome is unknown: the same once more, as a client would.
                }
            }
        }
    }

    /// <summary>Follows a topic by revision, as a client does that comes and goes.</summary>
    private sealed class Reader(ITopicGrain topic) : IDisposable
    {
        private readonly SemaphoreSlim one = new(1);
        private readonly SortedDictionary<long, Message> view = [];
        private long revision;

        public IEnumerable<Message> View => view.Values;

        public void Dispose() => one.Dispose();

        public async Task Resume()
        {
            await one.WaitAsync(Cancel);
            try
            {
                TopicChanges changes;
                do
                {
                    changes = (await topic.Changes(revision, 7, Sample.Anybody, Cancel)).Value!;
                    Assert.False(changes.Reset);
                    Assert.Equal(changes.Items.OrderBy(m => m.Revision), changes.Items);
                    Assert.All(changes.Items, m => Assert.True(m.Revision > revision));
                    foreach (var message in changes.Items) view[message.Seq] = message;
                    revision = changes.Revision;
                }
                while (changes.More);
            }
            finally
            {
                one.Release();
            }
        }
    }

    private enum Step
    {
        Post,
        Repeat,
        Edit,
        Delete,
        Resume,
        FailBefore,
        FailAfter,
        Forget,
    }
}
