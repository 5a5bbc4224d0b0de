using Bulletin.Api.Fanout;
using Bulletin.Api.Http;
using Bulletin.Api.Subscriptions;
using Bulletin.Grains;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Api.Topics;

/// <summary>
/// A topic that connections of this gateway have joined: a copy that follows the topic's grain, and the audience that is told what
/// changes. Both move under one lock, so a connection misses nothing after the answer to its join, and is told nothing twice.
/// </summary>
/// <remarks>Each change comes with the version of the topic's members. Before one with a newer version than known is told, the readers
/// are read again, and whoever is no longer among them leaves the audience.</remarks>
internal sealed partial class TopicReplica : Subscription<ITopicObserver>, ITopicObserver
{
    private const int PageSize = 200;
    private const long ReadersFirst = -1;

    private readonly Guid topicId;
    private readonly ITopicGrain grain;
    private readonly LiveMetrics metrics;
    private readonly Action<TopicReplica> onEnd;

    // Null until the first snapshot, and after falling too far behind.
    private TopicCopy? copy;
    private Task<Refusal>? starting;
    private int joining;

    // The last revision that the topic announced, and the last one counted as a gap.
    private long announced, counted;

    // The last revision that this gateway has acknowledged to a client. Its notification is usually under way, so it is read only for
    // a join, which needs it.
    private long acknowledged, needed;

    // Counts what the topic said of its name, since that has no revision.
    private int described;
    private bool removed;
    private bool closed;

    public TopicReplica(
        Guid topicId, IGrainFactory grains, SubscriptionRenewals renewals, LiveMetrics metrics, TimeProvider clock, ILogger logger, Action<TopicReplica> onEnd)
        : base(grains, renewals, logger)
    {
        (this.topicId, this.metrics, this.onEnd) = (topicId, metrics, onEnd);
        grain = grains.Topic(topicId);
        Audience = new(Gate, metrics, clock);
    }

    /// <summary>The connections that have joined.</summary>
    public Audience Audience { get; }

    /// <summary>Adds a connection to the audience, and answers what it begins with.</summary>
    /// <param name="after">The last revision the client has; null for none.</param>
    /// <returns>Null if the replica was closed meanwhile: ask for another.</returns>
    public async Task<Outcome<Joined>?> Join(SendQueue queue, long? after, CancellationToken cancellationToken)
    {
        Task<Refusal>? start = null;
        lock (Gate)
        {
            if (closed) return null;
            if (copy is null) start = starting is null or { IsCompleted: true } ? starting = Start() : starting;
            joining++;
        }
        try
        {
            if (start is not null && await start.WaitAsync(cancellationToken) is not Refusal.None and var refusal) return refusal;
            if (!await Admits(queue.UserId, cancellationToken)) return Refusal.TopicNotFound;
            await ReachAcknowledged(cancellationToken);
            if (Begin(queue, copy => copy.Answer(after)) is { } remembered) return remembered;

            if (after is { } known)
            {
                var changes = await grain.Changes(known, PageSize, queue.UserId, cancellationToken).InTime(cancellationToken);
                if (changes.Value is null) return changes.Refusal;
                if (Begin(queue, copy => copy.Answer(changes.Value)) is { } resumed) return resumed;
            }

            long members;
            lock (Gate) members = readers.Version;
            var snapshot = await grain.Watch(Reference(), knownRevision: 0, members, cancellationToken).InTime(cancellationToken);
            if (snapshot.Value is null) return snapshot.Refusal;
            lock (Gate) TakeReaders(snapshot.Value);
            return Begin(queue, copy => copy.Answer(snapshot.Value, reset: after is not null));
        }
        finally
        {
            lock (Gate) joining--;
        }
    }

    /// <summary>A change of this revision was acknowledged through this gateway: from now on it is part of the answer to a join.</summary>
    public void Acknowledged(long revision)
    {
        lock (Gate) acknowledged = Math.Max(acknowledged, revision);
    }

    public Task Changed(TopicChanged change)
    {
        lock (Gate)
        {
            readers.Heard(change.MembersVersion);
            foreach (var message in change.Messages) announced = Math.Max(announced, message.Revision);
            if (copy is null) return Task.CompletedTask;

            var next = copy.Revision + 1;
            if (!readers.AreBehind) Apply([.. change.Messages.SkipWhile(message => message.Revision < next).TakeWhile(message => message.Revision == next++)]);
            CatchUpIfBehind();
        }
        return Task.CompletedTask;
    }

    public Task Described(TopicDescribed change)
    {
        lock (Gate)
        {
            described++;
            if (change.Topic is { } topic) Described(topic);
            else Removed();
        }
        return Task.CompletedTask;
    }

    public Task Typing(User user, long membersVersion)
    {
        lock (Gate)
        {
            Heard(membersVersion);
            if (!readers.AreBehind) Audience.Tell(HubEvents.Typing(topicId, user), but: user.Id);
        }
        return Task.CompletedTask;
    }

    public override async Task<bool> Renew(CancellationToken cancellationToken)
    {
        bool isOver;
        lock (Gate)
        {
            isOver = closed || joining == 0 && Audience.IsEmpty;
            copy?.Trim();
        }
        if (!isOver) return await base.Renew(cancellationToken);
        await Close();
        return false;
    }

    public override Task Close()
    {
        lock (Gate) End();
        return base.Close();
    }

    public override string ToString() => $"topic {topicId}";

    protected override bool IsBehind => copy is not null && (readers.AreBehind || Math.Max(announced, needed) > copy.Revision);

    protected override async Task Watch(ITopicObserver observer, CancellationToken cancellationToken)
    {
        long known, members, names;
        int describedBefore;
        lock (Gate) (known, members, names, describedBefore) = (copy?.Revision ?? 0, readers.Version, copy?.Names ?? 0, described);
        var outcome = await grain.Watch(observer, known, members, cancellationToken).InTime(cancellationToken);
        // Somebody's name has changed: the same messages are read again.
        if (names != 0 && outcome.Value is { Latest: null, Names: not 0 } same && same.Names != names)
            outcome = await grain.Watch(observer, knownRevision: 0, members, cancellationToken).InTime(cancellationToken);

        lock (Gate)
        {
            if (outcome.Value is { } snapshot) Take(snapshot, isNewer: described == describedBefore);
            else if (outcome.Refusal == Refusal.TopicNotFound) Removed();
        }
    }

    /// <summary>A topic that is gone has forgotten everybody, and must not come back into memory for this.</summary>
    protected override Task Unwatch(ITopicObserver observer) => removed ? Task.CompletedTask : grain.Unwatch(observer);

    protected override async Task<bool> ReadMissing()
    {
        long from;
        bool isPublic;
        lock (Gate)
        {
            if (copy is null) return false;
            isPublic = readers.IsPublic;
            from = readers.AreBehind ? ReadersFirst : copy.Revision;
            if (announced > copy.Revision && announced > counted) metrics.Gap();
            counted = announced;
        }
        if (from == ReadersFirst) return await ReadReaders(CancellationToken.None);

        // Silos of an earlier version know only public topics, and no other call than this for them.
        var outcome = await (isPublic ? grain.Changes(from, PageSize, viewer: Guid.Empty) : grain.Missed(from, PageSize)).InTime();
        lock (Gate)
        {
            if (copy is null || outcome.Value is not { } changes) return false;
            readers.Heard(changes.MembersVersion);
            if (copy.Revision != from || readers.AreBehind) return true;
            if (!changes.Reset && Apply(changes.Items)) return copy.Revision > from;

            // Too far behind to tell every change. Clients reconnect with the revision they have, and are answered by it.
            Audience.Drop();
            copy = null;
            announced = acknowledged = needed = 0;
            return false;
        }
    }

    /// <returns>The refusal if there is no such topic.</returns>
    private async Task<Refusal> Start()
    {
        // Leaves the caller's lock.
        await Task.Yield();
        try
        {
            await base.Renew(CancellationToken.None);
        }
        catch (Exception) when (copy is not null)
        {
            // A renewal has succeeded meanwhile.
        }
        lock (Gate)
            return copy is not null ? Refusal.None : removed ? Refusal.TopicNotFound : throw new ProblemException(Problems.Unavailable());
    }

    private async Task ReachAcknowledged(CancellationToken cancellationToken)
    {
        Task catchingUp;
        lock (Gate)
        {
            if (copy is null || copy.Revision >= acknowledged) return;
            needed = acknowledged;
            catchingUp = CatchUpIfBehind();
        }
        await catchingUp.WaitAsync(cancellationToken);
        lock (Gate)
            if (copy is not null && copy.Revision < acknowledged) throw new ProblemException(Problems.Unavailable());
    }

    /// <returns>Null if there is no answer.</returns>
    private Outcome<Joined>? Begin(SendQueue queue, Func<TopicCopy, Joined?> answer)
    {
        lock (Gate)
        {
            // Removed since the topic was asked.
            if (!readers.Has(queue.UserId)) return Refusal.TopicNotFound;
            if (copy is null || answer(copy) is not { } joined) return null;
            Audience.Join(queue, joined.Revision);
            return joined;
        }
    }

    /// <param name="isNewer">Whether the topic has said nothing of its name since the snapshot was asked for.</param>
    private void Take(TopicSnapshot snapshot, bool isNewer)
    {
        Silo = snapshot.Silo;
        announced = Math.Max(announced, snapshot.Topic.Revision);
        if (closed) return;
        TakeReaders(snapshot);
        copy ??= new(snapshot.Topic);
        if (isNewer && !copy.IsLike(snapshot.Topic)) Described(snapshot.Topic);
        if (snapshot.Latest is not null && copy.Names != snapshot.Names) copy.TryFill(snapshot);
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
        removed = true;
        Audience.SendNow();
        Audience.Tell(HubEvents.TopicRemoved(topicId));
        End();
    }

    private void End()
    {
        closed = true;
        copy = null;
        Audience.Clear();
        onEnd(this);
    }
}
