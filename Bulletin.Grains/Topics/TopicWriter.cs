
namespace Bulletin.Grains.Topics;

/// <summary>
/// Writes one topic: a single append is in flight, and changes that arrive meanwhile go into the next. Runs on the grain's scheduler,
/// so its fields need no lock.
/// </summary>
/// <remarks>
/// The topic is claimed (its epoch advanced) before the first append, and again after an append with an unknown outcome. A
/// claim waits for or fences any append still in flight, and returns the committed head to continue from.
/// </remarks>
internal sealed class TopicWriter(Guid topicId, IMessageLog log, TimeProvider clock, TopicMetrics metrics, ITopicWriterHost host)
{
    /// <summary>How many changes may wait in one topic. Further ones are refused: the database can't keep up.</summary>
    public const int QueueCapacity = 4_096;

    /// <summary>The most changes in one append, so that one busy topic leaves room in a silo's commit.</summary>
    public const int MaxAppend = 500;

    private readonly LinkedList<PendingChange> pending = new();
    private long? epoch;
    private Task? pump;

    /// <summary>Whether the database may be ahead of memory: an append failed and its outcome was not checked since.</summary>
    public bool Uncertain { get; private set; }

    public Task<Outcome<Posted>> Submit(PendingChange change)
    {
        if (pending.Count >= QueueCapacity) return Task.FromResult<Outcome<Posted>>(Refusal.Busy);

        pending.AddLast(change);
        metrics.Waiting(1);
        if (pump is null or { IsCompleted: true }) pump = Pump();
        return change.Answer;
    }

    /// <summary>Resolves the outcome of an append that is unknown. Safe to call at any time.</summary>
    public async Task Settle()
    {
        if (!Uncertain || pump is { IsCompleted: false }) return;
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

    private async Task Pump()
    {
        try
        {
            while (pending.Count > 0)
            {
                if (epoch is null && !await Claim())
                {
                    RefuseAll(Refusal.TopicNotFound);
                    return;
                }
                await AppendNext();
            }
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
            host.WriteFailed(e);
        }
    }

    /// <returns>False if the topic was removed.</returns>
    private async Task<bool> Claim()
    {
        if (await log.Claim(topicId, CancellationToken.None) is not { } claim) return false;
        if (claim.Head != host.Live.Head) await host.Reload();
        if (claim.Head != host.Live.Head) throw new StorageUnavailableException($"Topic {topicId} changed while it was claimed.");

        epoch = claim.Epoch;
        Uncertain = false;
        return true;
    }

    private async Task AppendNext()
    {
        var draft = await Form();
        if (draft.Count == 0) return;

        try
        {
            var append = draft.Build();
            using var span = BulletinTelemetry.ForMany("append", draft.Items.Select(item => item.Change.Trace));
            span?.SetTag("bulletin.changes", draft.Count);
            var result = await log.Append(append, CancellationToken.None);
            switch (result.Status)
            {
                case AppendStatus.Committed:
                    host.Committed(append);
                    foreach (var (change, message) in draft.Items) change.Succeed(message);
                    break;

                case AppendStatus.Repeated:
                    await AnswerRepeated(draft, result.Repeated);
                    break;

                case AppendStatus.Fenced:
                    epoch = null;
                    foreach (var (change, _) in draft.Items) change.Refuse(Refusal.Retry);
                    RefuseAll(Refusal.Retry);
                    host.Fenced();
                    break;
            }
        }
        catch (Exception e)
        {
            foreach (var (change, _) in draft.Items) change.Fail(e);
            throw;
        }
    }

    /// <summary>Takes changes from the queue until the append is full. Changes that need no write are answered.</summary>
    private async ValueTask<AppendDraft> Form()
    {
        var live = host.Live;
        var draft = new AppendDraft(live, epoch!.Value, Milliseconds.Cut(clock.GetUtcNow()));
        var later = new List<PendingChange>();
        var taken = new List<PendingChange>();
        try
        {
            while (pending.First is { } first && draft.Count < MaxAppend)
            {
                pending.RemoveFirst();
                metrics.Waiting(-1);
                taken.Add(first.Value);
                var fits = first.Value switch
                {
                    PendingPost post => await TryTake(post, live, draft),
                    PendingEdit edit => await TryTake(edit, live, draft),
                    _ => throw new System.Diagnostics.UnreachableException(),
                };
                if (!fits) later.Add(first.Value);
            }
        }
        catch (Exception e)
        {
            foreach (var change in taken) change.Fail(e);
            throw;
        }

        ReturnToQueue(later);
        return draft;
    }

    private async ValueTask<bool> TryTake(PendingPost post, LiveTopic live, AppendDraft draft)
    {
        var command = post.Command;
        if (live.Window.FindPosted(command.Actor.User.Id, command.ClientId) is { } before)
        {
            await AnswerRepeat(post, before);
            return true;
        }
        if (command.ReplyTo is { } seq && (seq < 1 || seq > live.Head.Seq))
        {
            post.Refuse(Refusal.ReplyNotFound);
            return true;
        }
        return draft.TryPost(post);
    }

    private async ValueTask<bool> TryTake(PendingEdit edit, LiveTopic live, AppendDraft draft)
    {
        var current = live.Window.Find(edit.Seq) ?? await log.One(topicId, edit.Seq, CancellationToken.None);
        var refusal = current switch
        {
            null => Refusal.MessageNotFound,
            _ when !TopicRules.May(edit, current) => Refusal.NotAllowed,
            { DeletedAt: not null } when edit.Text is not null => Refusal.MessageDeleted,
            // The text is already the same if an edit is retried after a lost answer.
            _ when edit.Revision is { } revision && revision != current.Revision && current.Text != edit.Text => Refusal.MessageChanged,
            _ => Refusal.None,
        };

        if (refusal != Refusal.None) edit.Refuse(refusal);
        else if (current!.Text == edit.Text) edit.Succeed(current, repeated: true); // Also a repeated deletion.
        else return draft.TryChange(edit, current);
        return true;
    }

    /// <summary>Nothing in the draft was stored. Answers the posts that were already stored; the others go into the next append.</summary>
    private async Task AnswerRepeated(AppendDraft draft, IReadOnlyList<Guid> repeated)
    {
        var again = new List<PendingChange>();
        foreach (var (change, _) in draft.Items)
        {
            if (change is PendingPost post && repeated.Contains(post.Command.ClientId)
                && await log.FindPosted(topicId, post.Actor.User.Id, post.Command.ClientId, CancellationToken.None) is { } before)
                Answer(post, before);
            else again.Add(change);
        }
        if (again.Count == draft.Count) throw new StorageUnavailableException($"Topic {topicId} repeats posts that can't be found.");

        ReturnToQueue(again);
    }

    private void ReturnToQueue(List<PendingChange> inOrder)
    {
        for (var i = inOrder.Count - 1; i >= 0; i--) pending.AddFirst(inOrder[i]);
        metrics.Waiting(inOrder.Count);
    }

    private void Forget()
    {
        metrics.Waiting(-pending.Count);
        pending.Clear();
    }

    private async Task AnswerRepeat(PendingPost post, Message before)
    {
        if (before.DeletedAt is not null) Answer(post, new(before, Fingerprint: null));
        else if (before.EditedAt is null) Answer(post, new(before, TextFingerprint.Of(before.Text!)));
        else if (await log.FindPosted(topicId, post.Actor.User.Id, post.Command.ClientId, CancellationToken.None) is { } stored) Answer(post, stored);
        else post.Refuse(Refusal.Retry);
    }

    /// <summary>The text of a deleted message is gone and can't be compared: any repetition gets that message as its answer.</summary>
    private static void Answer(PendingPost post, PostedBefore before)
    {
        if (before.Fingerprint is not { } posted || posted.AsSpan().SequenceEqual(TextFingerprint.Of(post.Command.Text))) post.Succeed(before.Message, repeated: true);
        else post.Refuse(Refusal.ClientIdReused);
    }
}
