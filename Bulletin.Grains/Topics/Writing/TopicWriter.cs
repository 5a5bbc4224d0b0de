using Bulletin.Grains.Settings;
using Bulletin.Grains.Topics.Changes;
using Bulletin.Grains.Topics.Commits;
using Bulletin.Grains.Topics.Memory;

namespace Bulletin.Grains.Topics.Writing;

/// <summary>
/// Writes one topic: a single append is in flight, and changes that arrive meanwhile go into the next. Runs on the grain's scheduler,
/// so its fields need no lock.
/// </summary>
/// <remarks>
/// The topic is claimed (its epoch advanced) before the first append, and again after an append with an unknown outcome. A
/// claim waits for or fences any append still in flight, and returns the committed head to continue from.
/// </remarks>
/// <param name="fenced">Called when another activation has claimed the topic: all state is out of date.</param>
/// <param name="failed">Called when a write failed with an unknown outcome, which <see cref="Settle"/> resolves.</param>
internal sealed class TopicWriter(
    Guid topicId, IMessageLog log, CommitQueue commits, TopicMemory memory, SiteSettingsFeed settings, TimeProvider clock, TopicMetrics metrics, Action fenced, Action<Exception> failed)
{
    /// <summary>How many changes may wait in one topic. Further ones are refused: the database can't keep up.</summary>
    public const int QueueCapacity = 4_096;

    /// <summary>How many changes of members may wait in one topic.</summary>
    private const int BetweenCapacity = 256;

    /// <summary>The most changes in one append, so that one busy topic leaves room in a silo's commit.</summary>
    public const int MaxAppend = 500;

    private readonly LinkedList<PendingChange> pending = new();
    private readonly Queue<Func<Task>> between = new();
    private readonly RepeatedPosts repeats = new(topicId, log);
    private long? epoch;
    private Task? pump;

    // How many changes at the head of the queue storage has just checked for repeats.
    private int withoutRepeats;

    /// <summary>Whether the database may be ahead of memory: an append failed and its outcome was not checked since.</summary>
    public bool Uncertain { get; private set; }

    public Task<Outcome<Posted>> Submit(PendingChange change)
    {
        if (pending.Count + repeats.Waiting >= QueueCapacity) return Task.FromResult<Outcome<Posted>>(Refusal.Busy);

        pending.AddLast(change);
        Waiting(1);
        Start();
        return change.Answer;
    }

    /// <summary>
    /// Runs a statement that claims the topic itself, while no append is in flight: an earlier append would be fenced by it, and a
    /// later one must know of it.
    /// </summary>
    /// <param name="statement">Null if it changed nothing.</param>
    /// <param name="apply">Brings memory up to date, without an await.</param>
    /// <returns>Whether it changed anything.</returns>
    public Task<bool> RunBetweenAppends(Func<Task<TopicClaim?>> statement, Action apply)
    {
        if (between.Count >= BetweenCapacity) throw new StorageUnavailableException($"Too many changes of the members of topic {topicId} are waiting.");

        TaskCompletionSource<bool> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        between.Enqueue(Run);
        Start();
        return done.Task;

        async Task Run()
        {
            try
            {
                var claim = await statement();
                if (claim is { } made)
                {
                    apply();
                    await Take(made);
                }
                done.SetResult(claim is not null);
            }
            catch (Exception e)
            {
                // It may have been committed: the next claim finds out.
                epoch = null;
                Uncertain = true;
                done.SetException(e);
                failed(e);
            }
        }
    }

    /// <summary>Resolves the outcome of an append that is unknown. Safe to call at any time.</summary>
    public async Task Settle()
    {
        // A topic that is not in memory is another activation's, which a claim would fence.
        if (!Uncertain || memory.Current is null || pump is { IsCompleted: false }) return;
        pump = SettleNow();
        await pump;

        async Task SettleNow()
        {
            try
            {
                await Claim();
            }
            catch (StorageUnavailableException)
            {
                // Still unavailable; the next post or tick tries again.
            }
            finally
            {
                await Pump();
            }
        }
    }

    public void RefuseAll(Refusal refusal)
    {
        foreach (var change in pending) change.Refuse(refusal);
        Forget();
    }

    private void Start()
    {
        if (pump is null or { IsCompleted: true }) pump = Pump();
    }

    private async Task Pump()
    {
        while (pending.Count + between.Count > 0)
        {
            try
            {
                if (between.TryDequeue(out var run)) await run();
                else if (epoch is null && !await Claim()) RefuseAll(Refusal.TopicNotFound);
                else await AppendNext();
            }
            catch (Exception e)
            {
                // Callers must not wait for ever, whatever went wrong. After a storage failure the outcome is unknown;
                // after any other failure too, since it may have happened between commit and answer.
                epoch = null;
                Uncertain = true;
                foreach (var change in pending) change.Fail(e);
                Forget();
                metrics.LostAppend();
                failed(e);
            }
        }
    }

    /// <returns>False if the topic was removed.</returns>
    private async Task<bool> Claim()
    {
        if (await log.Claim(topicId, CancellationToken.None) is not { } claim) return false;
        await Take(claim);
        return true;
    }

    private async Task Take(TopicClaim claim)
    {
        if (!Knows(claim)) await memory.Reload();
        if (!Knows(claim)) throw new StorageUnavailableException($"Topic {topicId} changed while it was claimed.");

        epoch = claim.Epoch;
        Uncertain = false;
    }

    private bool Knows(TopicClaim claim) => claim.Head == memory.Live.Head && claim.MembersVersion == memory.Live.Members.Version;

    private async Task AppendNext()
    {
        var draft = new AppendDraft(memory.Live, epoch!.Value, Milliseconds.Cut(clock.GetUtcNow()), settings.Latest.KeepsHistory);
        try
        {
            Fill(draft);
            if (draft.Count == 0) return;

            var append = draft.Build();
            using var span = BulletinTelemetry.ForMany("append", draft.Items.Select(item => item.Change.Trace));
            span?.SetTag("bulletin.changes", draft.Count);
            var result = await commits.Append(append, CancellationToken.None);
            switch (result.Status)
            {
                case AppendStatus.Committed:
                    memory.Apply(append);
                    foreach (var (change, message) in draft.Items) change.Succeed(message);
                    break;

                case AppendStatus.Repeated:
                    AnswerRepeated(draft, result.Repeated);
                    break;

                case AppendStatus.Fenced:
                    epoch = null;
                    foreach (var (change, _) in draft.Items) change.Refuse(Refusal.Retry);
                    RefuseAll(Refusal.Retry);
                    fenced();
                    break;
            }
        }
        catch (Exception e)
        {
            foreach (var (change, _) in draft.Items) change.Fail(e);
            throw;
        }
    }

    /// <summary>Takes changes from the queue until the append is full. Nothing here waits, or every post of the topic would.</summary>
    private void Fill(AppendDraft draft)
    {
        var live = memory.Live;
        // What storage has just checked goes alone: with newcomers that may be repeats, it could be sent back again and again.
        var most = withoutRepeats > 0 ? withoutRepeats : int.MaxValue;
        withoutRepeats = 0;
        for (var each = pending.First; each is not null && draft.Count < MaxAppend && most-- > 0;)
        {
            var next = each.Next;
            if (TryTake(each.Value, live, draft))
            {
                pending.Remove(each);
                Waiting(-1);
            }
            each = next;
        }
    }

    /// <summary>Decides a change. One that needs no write is answered.</summary>
    /// <returns>False if it has to wait for the next append.</returns>
    private bool TryTake(PendingChange change, LiveTopic live, AppendDraft draft)
    {
        Message? current = null;
        if (change.Seq is { } seq && !live.TryFind(seq, out current))
        {
            // The topic was reloaded since this change read its message, or storage does not have the message: a claim finds out.
            epoch = null;
            change.Refuse(Refusal.Retry);
            return true;
        }

        if (change.Actor is { } actor && !TopicAccess.MaySee(live.Members, actor))
        {
            // Removed since the change was submitted.
            change.Refuse(Refusal.TopicNotFound);
            return true;
        }

        var decision = change.Decide(live, current, draft.Stamp);
        if (decision is { Next: { } repeated, IsRepeat: true })
        {
            // Not awaited: the changes behind it need not wait for this.
            _ = repeats.Answer([(change, repeated, decision.Refusal)]);
            return true;
        }
        if (decision.Next is { } next) return draft.TryAdd(change, current, next);

        if (decision.Done is { } done) change.Succeed(done, repeated: true);
        else change.Refuse(decision.Refusal);
        return true;
    }

    /// <summary>Nothing in the draft was stored. Looks up the posts that were already stored; the others go into the next append.</summary>
    private void AnswerRepeated(AppendDraft draft, IReadOnlyList<Guid> repeated)
    {
        var again = new List<PendingChange>();
        var before = new List<(PendingChange, Message, Refusal)>();
        foreach (var (change, message) in draft.Items)
        {
            if (change.Seq is null && repeated.Contains(message.ClientId)) before.Add((change, message, Refusal.Retry));
            else again.Add(change);
        }
        if (before.Count == 0) throw new StorageUnavailableException($"Topic {topicId} repeats posts that it does not have.");

        ReturnToQueue(again);
        withoutRepeats = again.Count;
        // Not awaited: the posts behind them need not wait for this.
        _ = repeats.Answer(before);
    }

    private void ReturnToQueue(List<PendingChange> inOrder)
    {
        for (var i = inOrder.Count - 1; i >= 0; i--) pending.AddFirst(inOrder[i]);
        Waiting(inOrder.Count);
    }

    private void Forget()
    {
        Waiting(-pending.Count);
        pending.Clear();
        withoutRepeats = 0;
    }

    private void Waiting(int change)
    {
        metrics.Waiting(change);
        memory.Activity.Waits(change);
    }
}
