using Bulletin.Api.Connections;
using Bulletin.Api.Fanout;
using Bulletin.Api.Http;
using Bulletin.Api.Hubs;
using Bulletin.Api.Subscriptions;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Directory;

/// <summary>
/// This gateway's copy of the directory's head: the first pages are read from here, without a call, and its watchers are
/// told what moves. The tail and searches are read from the index.
/// </summary>
internal sealed partial class DirectoryReplica(IGrainFactory grains, TimeProvider clock, ILogger<DirectoryReplica> logger)
    : BackgroundService, ITopicDirectory, IDirectoryObserver
{
    /// <summary>How many topics a watcher is told of at once: the rest is off any page it shows first.</summary>
    private const int ToldAtOnce = 200;

    private static readonly TimeSpan LeaveWithin = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly DirectoryHead head = new();

    // The topics that this gateway has seen move, or go, and that the directory has not spoken of yet. A directory that goes
    // down with its silo never will: the next one finds them in the index and this gateway holds them, but watchers have to be told.
    private readonly HashSet<Guid> movedHere = [];
    private readonly HashSet<Guid> removedHere = [];
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TopicPage? first; // made when first asked for after a change
    private readonly Dictionary<string, Registration> watchers = [];
    private readonly Departures departures = new();
    private readonly WakeSignal wake = new();
    private IDirectoryObserver? reference;
    private Guid activation;
    private long version;
    private bool loaded;

    // Only where it is asked: to look a grain up by its interface takes a microsecond or two.
    private ITopicIndexGrain Index => grains.GetGrain<ITopicIndexGrain>(0);

    public async ValueTask<TopicPage> Page(int limit, DirectoryCursor? after, string? query, CancellationToken cancellationToken)
    {
        if (query is not null)
        {
            var found = await Index.Search(query, limit, after, cancellationToken).InTime(cancellationToken);
            return new(found.Items, found.Next);
        }

        lock (gate)
            if (loaded && Held(limit, after) is { } held) return held;
        return TopicPage.Cut(await Index.Page(limit + 1, after, cancellationToken).InTime(cancellationToken), limit);
    }

    public void Saw(Topic topic)
    {
        lock (gate)
            if (Put(topic)) movedHere.Add(topic.Id);
    }

    public void SawPost(Message message)
    {
        lock (gate)
        {
            if (head.Find(message.TopicId) is not { } topic || topic.Revision >= message.Revision) return;
            var next = message.Seq < topic.LastSeq
                ? topic with { Revision = message.Revision }
                : topic with
                {
                    Revision = message.Revision,
                    LastSeq = message.Seq,
                    LastMessage = Excerpt.Of(message),
                    LastActivityAt = message.Seq > topic.LastSeq ? message.CreatedAt : topic.LastActivityAt,
                };
            if (Put(next)) movedHere.Add(next.Id);
        }
    }

    public void SawRemoved(Guid topicId)
    {
        lock (gate)
            if (Remove(topicId)) removedHere.Add(topicId);
    }

    /// <summary>From here on the connection is told what moves.</summary>
    /// <returns>Ends it.</returns>
    /// <exception cref="TimeoutException">The directory can't be reached.</exception>
    public async Task<IDisposable> Watch(SendQueue queue, CancellationToken cancellationToken)
    {
        // A copy that is not there yet can't tell what moved between the first page of a watcher and its own first look.
        await ready.Task.InTime(cancellationToken);
        Registration registration = new(this, queue);
        lock (gate) watchers[queue.ConnectionId] = registration;
        return registration;
    }

    public Task Changed(DirectoryChanged changed)
    {
        bool gap;
        lock (gate)
        {
            if (!loaded || changed.Activation == activation && changed.Version <= version) return Task.CompletedTask;

            gap = changed.Activation != activation || changed.Version != version + 1;
            if (!gap)
            {
                version = changed.Version;
                foreach (var topicId in changed.Change.Removed) Remove(topicId);
                foreach (var topic in changed.Change.Updated) Put(topic);
            }
            Tell(changed.Change);
        }
        return gap ? Renew(CancellationToken.None) : Task.CompletedTask;
    }

    public Task Leaving()
    {
        RenewSoon();
        return Task.CompletedTask;
    }

    /// <summary>The directory has moved, or may have.</summary>
    public void RenewSoon() => wake.Wake();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Renew(stoppingToken);
                await wake.Wait(TopicWatch.RenewEvery, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Leave();
        }
    }

    /// <summary>The gateway stops. A silo that stops with it would find nobody where it tells what it leaves.</summary>
    private async Task Leave()
    {
        if (reference is null) return;
        try
        {
            await grains.GetGrain<IDirectoryGrain>(0).Unwatch(reference).WaitAsync(LeaveWithin, clock);
        }
        catch (Exception e)
        {
            LogNotLeft(e);
        }
    }

    private async Task Renew(CancellationToken cancellationToken)
    {
        try
        {
            reference ??= grains.CreateObjectReference<IDirectoryObserver>(this);
            var snapshot = await grains.GetGrain<IDirectoryGrain>(0)
                .Watch(reference, activation, version, cancellationToken).InTime(cancellationToken);
            lock (gate)
            {
                if (snapshot.Head is null) return;
                if (loaded && snapshot.Activation == activation && snapshot.Version < version) return;
                TakeIn(snapshot, snapshot.Head);
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotRenewed(e);
        }
    }

    private void TakeIn(DirectorySnapshot snapshot, IReadOnlyList<Topic> topics)
    {
        Dictionary<Guid, Topic> before = head.Topics.ToDictionary(t => t.Id);
        head.Reset(topics, snapshot.Complete);
        first = null;
        (activation, version) = (snapshot.Activation, snapshot.Version);
        if (loaded)
        {
            Topic[] updated = [.. topics.Where(t => !removedHere.Contains(t.Id) && (movedHere.Contains(t.Id) || before.GetValueOrDefault(t.Id) != t))];
            IEnumerable<Guid> gone = snapshot.Complete ? before.Keys.Except(topics.Select(t => t.Id)) : [];
            Tell(new(updated, [.. gone.Union(removedHere)]));
            // What the head no longer holds is off any page that watchers show first.
            movedHere.RemoveWhere(id => head.Find(id) is null);
        }
        loaded = true;
        ready.TrySetResult();
    }

    private TopicPage? Held(int limit, DirectoryCursor? after)
    {
        var isFirst = limit == BulletinHub.FirstPage && after is null;
        if (isFirst && first is not null) return first;
        if (head.Page(limit + 1, after) is not { } topics) return null;

        var page = TopicPage.Cut(topics, limit);
        if (isFirst) first = page;
        return page;
    }

    private bool Put(Topic topic)
    {
        if (!head.Put(topic)) return false;
        first = null;
        return true;
    }

    private bool Remove(Guid topicId)
    {
        if (!head.Remove(topicId)) return false;
        first = null;
        return true;
    }

    private void Tell(DirectoryChange change)
    {
        removedHere.ExceptWith(change.Removed);
        foreach (var topic in change.Updated)
            if (head.Find(topic.Id) is not { } held || held.Revision <= topic.Revision) movedHere.Remove(topic.Id);
        if (watchers.Count == 0) return;
        // The least recent first, so that a client which puts each on top ends up with the right order.
        var told = change.Removed.Select(HubEvents.TopicRemoved)
            .Concat(change.Updated.OrderBy(DirectoryCursor.Of).Take(ToldAtOnce).Reverse().Select(HubEvents.TopicUpdated));
        var inTurn = watchers.Count > Departures.AtOnce ? departures : null;
        foreach (var messages in told.Chunk(HubFrame.MaxMessages))
        {
            HubFrame frame = new(messages);
            foreach (var watcher in watchers.Values) watcher.SendQueue.Offer(frame, inTurn);
        }
    }

    /// <summary>Ends this watch, and not one that the same connection has begun since.</summary>
    private void Unwatch(Registration registration)
    {
        lock (gate)
            if (watchers.GetValueOrDefault(registration.SendQueue.ConnectionId) == registration) watchers.Remove(registration.SendQueue.ConnectionId);
    }

    private sealed class Registration(DirectoryReplica replica, SendQueue queue) : IDisposable
    {
        public SendQueue SendQueue => queue;

        public void Dispose() => replica.Unwatch(this);
    }

    [LoggerMessage(LogLevel.Warning, "Could not watch the directory")]
    private partial void LogNotRenewed(Exception reason);

    [LoggerMessage(LogLevel.Debug, "Could not stop watching the directory")]
    private partial void LogNotLeft(Exception reason);
}
