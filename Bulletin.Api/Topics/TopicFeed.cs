using Bulletin.Api.Connections;
using Bulletin.Api.Fanout;
using Bulletin.Api.Http;
using Bulletin.Grains;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Topics;

/// <summary>
/// This gateway's ear at one topic, for all of its connections that joined it. It subscribes first and reads after, tells
/// changes in order of revision, notices a gap by itself and reads what is missing; so a lost notification, a dead silo or a
/// moved grain costs time, never a message.
/// </summary>
internal sealed partial class TopicFeed : ITopicObserver
{
    private const int PageSize = 200;

    private readonly Guid topicId;
    private readonly IGrainFactory grains;
    private readonly ITopicGrain grain;
    private readonly LiveMetrics metrics;
    private readonly ILogger<TopicFeed> logger;
    private readonly Lock gate = new();
    private readonly FeedAudience audience;
    private ITopicObserver? reference;
    private Task? started;
    private Task? catchingUp;
    private long revision;
    private long lastSeq;
    private long heardOf;
    private string? silo;
    private bool begun;
    private bool closed;

    public TopicFeed(Guid topicId, IGrainFactory grains, LiveMetrics metrics, TimeProvider clock, ILogger<TopicFeed> logger)
    {
        (this.topicId, this.grains, this.metrics, this.logger) = (topicId, grains, metrics, logger);
        grain = grains.Topic(topicId);
        audience = new(gate, metrics, clock);
    }

    public Guid TopicId => topicId;

    /// <summary>Where the topic was when it was last watched; null while that is not known.</summary>
    public string? Silo => silo;

    /// <summary>Called when the topic says that it leaves its silo.</summary>
    public Action<TopicFeed>? HasLeft { get; init; }

    /// <summary>Takes a connection in and answers what it begins with: subscribe first, read after.</summary>
    /// <param name="after">The last revision the client holds; null for none.</param>
    /// <returns>Null when the feed has been closed meanwhile: ask for another.</returns>
    public async Task<Outcome<Joined>?> Join(SendQueue queue, long? after, CancellationToken cancellationToken)
    {
        FeedMember member = new(queue);
        Task beginning;
        bool again;
        lock (gate)
        {
            if (closed) return null;
            again = audience.Has(queue.ConnectionId);
            audience.Take(member);
            beginning = started is null or { IsFaulted: true } ? started = Start() : started;
        }

        Outcome<Joined> outcome;
        try
        {
            await beginning.WaitAsync(cancellationToken);
            outcome = await Read(after, cancellationToken);
        }
        catch
        {
            Leave(member);
            // It had joined before, and events that came meanwhile are lost to it: it comes back and resumes.
            if (again) queue.ComeBack();
            throw;
        }

        if (outcome.Value is { } joined)
            lock (gate) member.Begin(joined.Revision);
        else
            Leave(member);
        return outcome;
    }

    public void Leave(string connectionId)
    {
        lock (gate) audience.Leave(connectionId);
    }

    public Task Changed(TopicChanged change)
    {
        lock (gate)
        {
            foreach (var message in change.Messages)
            {
                heardOf = Math.Max(heardOf, message.Revision);
                if (begun && message.Revision == revision + 1) Tell(message);
            }
            audience.Send();
            CatchUpIfBehind();
        }
        return Task.CompletedTask;
    }

    public Task Described(TopicDescribed change)
    {
        lock (gate)
        {
            audience.SendNow();
            audience.Tell(change.Topic is { } topic ? HubEvents.TopicUpdated(topic) : HubEvents.TopicRemoved(topicId));
            if (change.Topic is null) audience.Clear();
        }
        return Task.CompletedTask;
    }

    public Task Leaving()
    {
        HasLeft?.Invoke(this);
        return Task.CompletedTask;
    }

    public Task Typing(User user)
    {
        lock (gate) audience.Tell(HubEvents.Typing(topicId, user), but: user.Id);
        return Task.CompletedTask;
    }

    /// <summary>Renews the subscription, so that a grain that moved is found again, and learns whether something was missed.</summary>
    /// <returns>False when nobody has joined any more: the feed is closed.</returns>
    public async Task<bool> Renew(CancellationToken cancellationToken)
    {
        lock (gate) closed |= audience.IsEmpty;
        if (closed)
        {
            await End();
            return false;
        }

        await Watch(cancellationToken);
        return true;
    }

    /// <summary>Nobody is told anything from here on.</summary>
    public async Task Close()
    {
        lock (gate)
        {
            closed = true;
            audience.Clear();
        }
        await End();
    }

    /// <summary>Orleans holds an observer until it is told that nobody needs it.</summary>
    private async Task End()
    {
        if (reference is not { } ended) return;
        reference = null;
        grains.DeleteObjectReference<ITopicObserver>(ended);
        await grain.Unwatch(ended).InTime();
    }

    private async Task Start()
    {
        reference ??= grains.CreateObjectReference<ITopicObserver>(this);
        await Watch(CancellationToken.None);
    }

    private async Task Watch(CancellationToken cancellationToken)
    {
        if (reference is null) return;
        var outcome = await grain.Watch(reference, revision, cancellationToken).InTime(cancellationToken);
        lock (gate)
        {
            if (outcome.Value is not { } snapshot)
            {
                if (outcome.Refusal != Refusal.TopicNotFound) return;
                audience.SendNow();
                if (begun) audience.Tell(HubEvents.TopicRemoved(topicId));
                audience.Clear();
                return;
            }

            silo = snapshot.Silo;
            heardOf = Math.Max(heardOf, snapshot.Topic.Revision);
            if (!begun)
            {
                // Whoever waits to join reads what there is by now: changes are told from here on.
                begun = true;
                revision = snapshot.Topic.Revision;
                lastSeq = snapshot.Topic.LastSeq;
            }
            CatchUpIfBehind();
        }
    }

    private async Task<Outcome<Joined>> Read(long? after, CancellationToken cancellationToken)
    {
        if (after is { } known)
        {
            var topic = await grain.Get(cancellationToken).InTime(cancellationToken);
            if (topic.Value is null) return topic.Refusal;
            var changes = await grain.Changes(known, PageSize, cancellationToken).InTime(cancellationToken);
            if (changes.Value is null) return changes.Refusal;
            if (changes.Value is { More: false } all) return new Joined(topic.Value, all.Items, all.Revision, all.Reset);
        }

        var snapshot = await grain.Watch(reference!, knownRevision: 0, cancellationToken).InTime(cancellationToken);
        return snapshot.Value is { } latest
            ? new Joined(latest.Topic, latest.Latest ?? [], latest.Topic.Revision, Reset: after is not null)
            : snapshot.Refusal;
    }

    private void CatchUpIfBehind()
    {
        if (begun && heardOf > revision && catchingUp is null or { IsCompleted: true }) catchingUp = CatchUp();
    }

    private async Task CatchUp()
    {
        // Leaves the lock that the caller holds.
        await Task.Yield();
        LogGap(topicId, revision, heardOf);
        metrics.Gap();
        try
        {
            while (true)
            {
                long from;
                lock (gate)
                {
                    if (heardOf <= revision || closed) return;
                    from = revision;
                }

                var outcome = await grain.Changes(from, PageSize).InTime();
                if (outcome.Value is not { } changes) return;
                lock (gate)
                {
                    if (changes.Reset) Restart(changes);
                    else
                    {
                        foreach (var message in changes.Items)
                            if (message.Revision > revision) Tell(message);
                        audience.Send();
                        revision = Math.Max(revision, changes.Revision);
                    }
                    heardOf = Math.Max(heardOf, revision);
                    if (revision == from) return;
                }
            }
        }
        catch (Exception e) when (ProblemsOfExceptions.IsAway(e))
        {
            // The next renewal asks again.
            LogNotCaughtUp(e, topicId);
        }
    }

    /// <summary>Too far behind to tell every change: the connections come back with what they hold, and are told so.</summary>
    private void Restart(TopicChanges latest)
    {
        revision = heardOf = latest.Revision;
        lastSeq = latest.Items.Count == 0 ? lastSeq : latest.Items[^1].Seq;
        audience.Drop();
    }

    private void Tell(Message message)
    {
        var isNew = message.Seq > lastSeq;
        var told = isNew ? HubEvents.MessagePosted(message) : HubEvents.MessageUpdated(message);
        revision = message.Revision;
        lastSeq = Math.Max(lastSeq, message.Seq);
        audience.Note(new(message.Revision, told, isNew ? message.CreatedAt : null, message.Text?.Length ?? 0));
    }

    private void Leave(FeedMember member)
    {
        lock (gate) audience.Leave(member);
    }

    [LoggerMessage(LogLevel.Debug, "Topic {TopicId} is at revision {Revision} here, but {HeardOf} was announced; reading the missing changes")]
    private partial void LogGap(Guid topicId, long revision, long heardOf);

    [LoggerMessage(LogLevel.Warning, "Could not read the missing changes of topic {TopicId}")]
    private partial void LogNotCaughtUp(Exception reason, Guid topicId);
}

/// <summary>What a client that joins begins with.</summary>
/// <param name="Messages">The latest 50, or all that changed since the revision it held.</param>
internal sealed record Joined(Topic Topic, IReadOnlyList<Message> Messages, long Revision, bool Reset);
