using Bulletin.Api.Fanout;
using Bulletin.Api.Http;
using Bulletin.Api.Subscriptions;
using Bulletin.Grains;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Topics;

/// <summary>
/// A topic that connections of this gateway have joined: a copy that follows the topic's grain, and the audience that is told what
/// changes. Both move under one lock, so a join is answered from memory and misses nothing after its answer.
/// </summary>
internal sealed class TopicReplica : Subscription<ITopicObserver>, ITopicObserver
{
    private const int PageSize = 200;

    private readonly Guid topicId;
    private readonly ITopicGrain grain;
    private readonly LiveMetrics metrics;
    private TopicCopy? copy;
    private Task<Refusal>? starting;
    private long announced;
    private long counted;
    private long acknowledged;
    private int joining;
    private bool removed;
    private bool closed;

    public TopicReplica(Guid topicId, IGrainFactory grains, SubscriptionRenewals renewals, LiveMetrics metrics, TimeProvider clock, ILogger logger)
        : base(grains, renewals, logger)
    {
        (this.topicId, this.metrics) = (topicId, metrics);
        grain = grains.Topic(topicId);
        Audience = new(Gate, metrics, clock);
    }

    public bool IsClosed
    {
        get
        {
            lock (Gate) return closed;
        }
    }

    /// <summary>The connections that have joined.</summary>
    public Audience Audience { get; }

    /// <summary>Adds a connection to the audience, and answers what it begins with.</summary>
    /// <param name="after">The last revision the client has; null for none.</param>
    /// <returns>Null if the replica was closed meanwhile: ask for another.</returns>
    public async Task<Outcome<Joined>?> Join(SendQueue queue, long? after, CancellationToken cancellationToken)
    {
        Task<Refusal> started;
        lock (Gate)
        {
            if (closed) return null;
            if (copy is null && starting is null or { IsCompleted: true }) starting = Start();
            (started, joining) = (starting!, joining + 1);
        }
        try
        {
            if (await started.WaitAsync(cancellationToken) is not Refusal.None and var refusal) return refusal;
            await ReachAcknowledged(cancellationToken);
            if (Answer(queue, () => after is { } known ? copy!.Since(known) : copy!.Latest) is { } joined) return joined;

            var read = await grain.Changes(after ?? 0, PageSize, cancellationToken).InTime(cancellationToken);
            return read.Value is { } changes ? Answer(queue, () => copy!.Since(changes)) : read.Refusal;
        }
        finally
        {
            lock (Gate) joining--;
        }
    }

    /// <summary>A change of this revision was acknowledged through this gateway: whoever joins from now on is answered with it.</summary>
    public void Acknowledged(long revision)
    {
        lock (Gate) acknowledged = Math.Max(acknowledged, revision);
    }

    public Task Changed(TopicChanged change)
    {
        lock (Gate)
        {
            foreach (var message in change.Messages) announced = Math.Max(announced, message.Revision);
            if (copy is null) return Task.CompletedTask;

            var next = copy.Revision + 1;
            Apply([.. change.Messages.SkipWhile(message => message.Revision < next).TakeWhile(message => message.Revision == next++)]);
            CatchUpIfBehind();
        }
        return Task.CompletedTask;
    }

    public Task Described(TopicDescribed change)
    {
        lock (Gate)
        {
            if (change.Topic is { } topic) Describe(topic);
            else Removed();
        }
        return Task.CompletedTask;
    }

    public Task Typing(User user)
    {
        Audience.Tell(HubEvents.Typing(topicId, user), but: user.Id);
        return Task.CompletedTask;
    }

    public override async Task<bool> Renew(CancellationToken cancellationToken)
    {
        bool over;
        lock (Gate)
        {
            over = closed |= joining == 0 && Audience.IsEmpty;
            copy?.Trim();
        }
        if (!over) return await base.Renew(cancellationToken);
        await Close();
        return false;
    }

    public override Task Close()
    {
        lock (Gate) End();
        return base.Close();
    }

    protected override bool IsBehind => copy is not null && announced > copy.Revision;

    protected override async Task Watch(ITopicObserver observer, CancellationToken cancellationToken)
    {
        TopicCopy? known;
        lock (Gate) known = copy;
        var outcome = await grain.Watch(observer, known?.Revision ?? 0, cancellationToken).InTime(cancellationToken);
        // Somebody's name has changed: the same messages are read again.
        if (known is not null && outcome.Value is { Latest: null } same && same.Names != known.Names)
            outcome = await grain.Watch(observer, knownRevision: 0, cancellationToken).InTime(cancellationToken);

        lock (Gate)
        {
            if (outcome.Value is { } snapshot) Take(snapshot);
            else if (outcome.Refusal == Refusal.TopicNotFound) Removed();
        }
    }

    protected override Task Unwatch(ITopicObserver observer) => grain.Unwatch(observer);

    protected override async Task<bool> ReadMissing()
    {
        long from;
        lock (Gate)
        {
            if (copy is null) return false;
            from = copy.Revision;
            if (announced > counted) metrics.Gap();
            counted = announced;
        }
        var outcome = await grain.Changes(from, PageSize).InTime();
        lock (Gate)
        {
            if (copy is null || outcome.Value is not { } changes) return false;
            if (copy.Revision != from) return true;
            if (!changes.Reset && Apply(changes.Items)) return copy.Revision > from;

            // Too far behind to tell every change. Clients reconnect with the revision they have, and are answered by it.
            Audience.Drop();
            copy = null;
            return false;
        }
    }

    /// <returns>The refusal if there is no such topic.</returns>
    private async Task<Refusal> Start()
    {
        // Leaves the caller's lock.
        await Task.Yield();
        await base.Renew(CancellationToken.None);
        lock (Gate) if (copy is not null) return Refusal.None;
        return removed ? Refusal.TopicNotFound : throw new ProblemException(Problems.Unavailable());
    }

    private Task ReachAcknowledged(CancellationToken cancellationToken)
    {
        lock (Gate)
        {
            if (copy is null || copy.Revision >= acknowledged) return Task.CompletedTask;
            announced = Math.Max(announced, acknowledged);
            return CatchUpIfBehind().WaitAsync(cancellationToken);
        }
    }

    /// <returns>Null if the replica was closed meanwhile, or the answer has to be read.</returns>
    private Outcome<Joined>? Answer(SendQueue queue, Func<Joined?> answer)
    {
        lock (Gate)
        {
            if (copy is null || answer() is not { } joined) return null;
            Audience.Join(queue, joined.Revision);
            return joined;
        }
    }

    private void Take(TopicSnapshot snapshot)
    {
        Silo = snapshot.Silo;
        announced = Math.Max(announced, snapshot.Topic.Revision);
        if (closed) return;
        if (copy is null || copy.Revision == snapshot.Topic.Revision && snapshot.Latest is not null) copy = new(snapshot);
        else if (copy.Revision == snapshot.Topic.Revision && (copy.Topic.Name, copy.Topic.Description) != (snapshot.Topic.Name, snapshot.Topic.Description)) Describe(snapshot.Topic);
        CatchUpIfBehind();
    }

    /// <summary>Takes in the next changes, and tells them.</summary>
    /// <returns>False if others are missing before them.</returns>
    private bool Apply(IReadOnlyList<Message> byRevision)
    {
        if (byRevision.Count == 0) return true;
        var lastSeq = copy!.Topic.LastSeq;
        if (!copy.TryApply(byRevision)) return false;
        foreach (var message in byRevision)
        {
            var isNew = message.Seq > lastSeq;
            lastSeq = Math.Max(lastSeq, message.Seq);
            Audience.Add(new(isNew ? HubEvents.MessagePosted(message) : HubEvents.MessageUpdated(message),
                message.Revision, isNew ? message.CreatedAt : null, message.Text?.Length ?? 0));
        }
        Audience.Send();
        return true;
    }

    private void Describe(Topic topic)
    {
        copy?.Describe(topic);
        Audience.SendNow();
        Audience.Tell(HubEvents.TopicUpdated(topic));
    }

    private void Removed()
    {
        Audience.SendNow();
        Audience.Tell(HubEvents.TopicRemoved(topicId));
        removed = true;
        End();
    }

    public override string ToString() => $"topic {topicId}";

    private void End()
    {
        closed = true;
        copy = null;
        Audience.Clear();
    }
}
