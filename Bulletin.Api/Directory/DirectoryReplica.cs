using Bulletin.Api.Fanout;
using Bulletin.Api.Http;
using Bulletin.Api.Subscriptions;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Directory;

/// <summary>
/// All topics by most recent activity, as this gateway knows them: a copy of the directory's head, from which the first pages are
/// read without a call, and the connections that are told what moves. The tail and searches are read from the index.
/// </summary>
/// <remarks>A change made through this gateway is in its pages at once, even if the directory has not heard of it yet.</remarks>
internal sealed class DirectoryReplica : Subscription<IDirectoryObserver>, IDirectoryObserver, ISubscription
{
    /// <summary>The size of the page that clients show first.</summary>
    public const int FirstPage = 50;

    /// <summary>How many topics watchers are told of at once. The rest is not on any page that they show first.</summary>
    private const int ToldAtOnce = 200;

    private readonly IGrainFactory grains;
    private readonly DirectoryHead head = new();

    // Topics that were changed or removed through this gateway, until the directory reports them. A directory that goes down with
    // its silo never does: the next one finds them in the index, and this gateway has them already, but watchers must be told.
    private readonly HashSet<Guid> movedHere = [];
    private readonly HashSet<Guid> removedHere = [];
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TopicPage? first; // Made when first asked for after a change.
    private Guid activation;
    private long version;
    private bool loaded;

    // Notifications that did not follow the one before, and how many of them a snapshot has made up for.
    private int gaps;
    private int gapsFilled;

    public DirectoryReplica(IGrainFactory grains, SubscriptionRenewals renewals, LiveMetrics metrics, TimeProvider clock, ILogger<DirectoryReplica> logger)
        : base(grains, renewals, logger)
    {
        this.grains = grains;
        Audience = new(Gate, metrics, clock);
        renewals.Add(this);
    }

    /// <summary>The connections that watch the directory.</summary>
    public Audience Audience { get; }

    // Resolved on use only: looking a grain up by its interface takes a microsecond or two.
    private ITopicIndexGrain Index => grains.GetGrain<ITopicIndexGrain>(0);

    /// <param name="after">Where the page before ended; null for the first.</param>
    /// <param name="query">Only names that contain each of its words, ignoring case and accents; null for all.</param>
    public async ValueTask<TopicPage> Page(int limit, DirectoryCursor? after, string? query, CancellationToken cancellationToken)
    {
        if (query is not null)
        {
            var found = await Index.Search(query, limit, after, cancellationToken).InTime(cancellationToken);
            return new(found.Items, found.Next);
        }

        lock (Gate)
            if (loaded && Held(limit, after) is { } held) return held;
        return TopicPage.Cut(await Index.Page(limit + 1, after, cancellationToken).InTime(cancellationToken), limit);
    }

    /// <summary>Tells a connection what moves from now on.</summary>
    /// <exception cref="TimeoutException">The directory can't be reached.</exception>
    public async Task Watch(SendQueue queue, CancellationToken cancellationToken)
    {
        // A replica that has not loaded can't tell what moved between a watcher's first page and its own.
        await ready.Task.InTime(cancellationToken);
        Audience.Join(queue, revision: 0);
    }

    /// <summary>A topic was created or changed through this gateway.</summary>
    public void Saw(Topic topic)
    {
        lock (Gate)
            if (Put(topic)) movedHere.Add(topic.Id);
    }

    /// <summary>A message was posted, edited or deleted through this gateway.</summary>
    public void Saw(Message message)
    {
        lock (Gate)
            if (head.Find(message.TopicId) is { } topic && topic.Revision < message.Revision && Put(topic.After(message))) movedHere.Add(topic.Id);
    }

    /// <summary>A topic was removed through this gateway.</summary>
    public void SawRemoved(Guid topicId)
    {
        lock (Gate)
            if (Remove(topicId)) removedHere.Add(topicId);
    }

    public Task Changed(DirectoryChanged changed)
    {
        lock (Gate)
        {
            if (!loaded || changed.Activation == activation && changed.Version <= version) return Task.CompletedTask;

            if (changed.Activation != activation || changed.Version != version + 1) gaps++;
            if (!IsBehind)
            {
                version = changed.Version;
                foreach (var topicId in changed.Change.Removed) Remove(topicId);
                foreach (var topic in changed.Change.Updated) Put(topic);
            }
            Tell(changed.Change);
            CatchUpIfBehind();
        }
        return Task.CompletedTask;
    }

    public override string ToString() => "the directory";

    /// <summary>Everybody who watches the list of topics depends on this one subscription.</summary>
    public bool IsFirst => true;

    protected override bool IsBehind => gaps != gapsFilled;

    protected override async Task Watch(IDirectoryObserver observer, CancellationToken cancellationToken)
    {
        int gapsBefore;
        lock (Gate) gapsBefore = gaps;
        var snapshot = await grains.GetGrain<IDirectoryGrain>(0).Watch(observer, activation, version, cancellationToken).InTime(cancellationToken);
        lock (Gate)
        {
            // An answer that was overtaken by a notification.
            if (loaded && snapshot.Activation == activation && snapshot.Version < version) return;
            if (snapshot.Head is { } topics) Take(snapshot, topics);
            gapsFilled = gapsBefore;
        }
    }

    protected override Task Unwatch(IDirectoryObserver observer) => grains.GetGrain<IDirectoryGrain>(0).Unwatch(observer);

    protected override async Task<bool> ReadMissing()
    {
        var before = gapsFilled;
        await Renew(CancellationToken.None);
        return gapsFilled != before;
    }

    private void Take(DirectorySnapshot snapshot, IReadOnlyList<Topic> topics)
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
            // What the head no longer holds is not on any page that watchers show first.
            movedHere.RemoveWhere(id => head.Find(id) is null);
        }
        loaded = true;
        ready.TrySetResult();
    }

    private TopicPage? Held(int limit, DirectoryCursor? after)
    {
        var isFirst = limit == FirstPage && after is null;
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
        if (Audience.IsEmpty) return;
        // The least recent first, so a client that puts each on top ends up with the right order.
        Audience.Tell([.. change.Removed.Select(HubEvents.TopicRemoved)
            .Concat(change.Updated.OrderBy(DirectoryCursor.Of).Take(ToldAtOnce).Reverse().Select(HubEvents.TopicUpdated))
            .Select(message => new HubEvent(message))]);
    }
}
