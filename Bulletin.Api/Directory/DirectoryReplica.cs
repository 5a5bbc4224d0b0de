using Bulletin.Api.Fanout;
using Bulletin.Api.Http;
using Bulletin.Api.Subscriptions;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Api.Directory;

/// <summary>
/// A list of topics by most recent activity, as this gateway knows it: a copy of the head that a grain keeps, from which the first pages are
/// read without a call, and the connections that are told what moves.
/// </summary>
/// <remarks>A change made through this gateway is in its pages at once, even if the grain has not heard of it yet.</remarks>
internal abstract class DirectoryReplica : Subscription<IDirectoryObserver>, IDirectoryObserver
{
    /// <summary>The size of the page that clients show first.</summary>
    public const int FirstPage = 50;

    /// <summary>How many topics watchers are told of at once. The rest is not on any page that they show first.</summary>
    private const int ToldAtOnce = 200;

    /// <summary>No list has this version.</summary>
    private const long None = -1;

    private readonly bool isPersonal;
    private readonly DirectoryHead head;

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

    /// <param name="isPersonal">Whether it lists one person's topics, which may come back after they have left the list.</param>
    protected DirectoryReplica(bool isPersonal, IGrainFactory grains, SubscriptionRenewals renewals, LiveMetrics metrics, TimeProvider clock, ILogger logger)
        : base(grains, renewals, logger)
    {
        this.isPersonal = isPersonal;
        head = new(isPersonal ? DirectoryHead.PersonalCapacity : DirectoryHead.DefaultCapacity, isPersonal);
        Audience = new(Gate, metrics, clock);
    }

    /// <summary>The connections that watch the list.</summary>
    public Audience Audience { get; }

    /// <summary>Whether the list is known to be empty.</summary>
    public bool IsEmpty
    {
        get { lock (Gate) return loaded && head.Complete && head.Count == 0; }
    }

    /// <summary>Whether it has loaded once.</summary>
    public bool IsLoaded => ready.Task.IsCompletedSuccessfully;

    /// <summary>A page from memory: the same object until the list changes, if it is the first.</summary>
    /// <param name="after">Where the page before ended; null for the first.</param>
    /// <param name="only">Only topics of this kind; null for all.</param>
    /// <returns>Null if the page reaches into the tail, which is read from the index.</returns>
    public TopicPage? Held(int limit, DirectoryCursor? after, Access? only = null)
    {
        lock (Gate)
        {
            if (!loaded) return null;
            var isFirst = limit == FirstPage && after is null && only is null;
            if (isFirst && first is not null) return first;
            if (head.Page(limit + 1, after, only) is not { } topics) return null;

            var page = TopicPage.Cut(topics, limit);
            if (isFirst) first = page;
            return page;
        }
    }

    /// <summary>Completes once it has loaded. A replica that has not can't tell what moved between a watcher's first page and its own.</summary>
    /// <exception cref="TimeoutException">The grain can't be reached.</exception>
    public Task Ready(CancellationToken cancellationToken) => ready.Task.InTime(cancellationToken);

    /// <summary>A topic was created or changed through this gateway.</summary>
    public void Saw(Topic topic)
    {
        lock (Gate)
            if (Put(topic)) movedHere.Add(topic.Id);
    }

    /// <summary>A message was posted, edited or deleted through this gateway.</summary>
    /// <returns>Whether its topic is in the list, as far as the list is held here.</returns>
    public bool Saw(Message message)
    {
        lock (Gate)
        {
            if (head.Find(message.TopicId) is not { } topic) return false;
            if (topic.Revision < message.Revision && Put(topic.After(message))) movedHere.Add(topic.Id);
            return true;
        }
    }

    /// <summary>A topic was removed, or left by whose list this is, through this gateway.</summary>
    public void SawRemoved(Guid topicId)
    {
        lock (Gate)
            if (Remove(topicId)) removedHere.Add(topicId);
    }

    /// <summary>A topic was restored through this gateway, which may have removed it before, and not have heard of that from the directory.</summary>
    public void SawRestored(Topic topic)
    {
        lock (Gate)
        {
            removedHere.Remove(topic.Id);
            head.Return(topic.Id);
            if (Put(topic)) movedHere.Add(topic.Id);
        }
    }

    /// <summary>A topic as the list has it; null if it does not.</summary>
    public Topic? Held(Guid topicId)
    {
        lock (Gate) return head.Find(topicId);
    }

    /// <summary>A conversation was hidden through this gateway. If it has had a message since, only the grain knows which came last.</summary>
    public void SawHidden(Topic before)
    {
        lock (Gate)
            if (head.Find(before.Id) is { } held && held.LastSeq == before.LastSeq) SawRemoved(before.Id);
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
                foreach (var topic in changed.Change.Updated)
                {
                    ReturnIfRestored(topic.Id);
                    Put(topic);
                }
            }
            Tell(changed.Change);
            CatchUpIfBehind();
        }
        return Task.CompletedTask;
    }

    protected override bool IsBehind => gaps != gapsFilled;

    protected override async Task Watch(IDirectoryObserver observer, CancellationToken cancellationToken)
    {
        int gapsBefore;
        lock (Gate) gapsBefore = gaps;
        var snapshot = await Watch(observer, activation, ReadsAgain() ? None : version, cancellationToken).InTime(cancellationToken);
        lock (Gate)
        {
            Silo = snapshot.Silo;
            // An answer that was overtaken by a notification.
            if (loaded && snapshot.Activation == activation && snapshot.Version < version) return;
            if (snapshot.Head is { } topics) Take(snapshot, topics);
            gapsFilled = gapsBefore;
        }
    }

    /// <summary>Subscribes at the grain.</summary>
    protected abstract Task<DirectorySnapshot> Watch(IDirectoryObserver observer, Guid activation, long version, CancellationToken cancellationToken);

    /// <summary>Whether to read the list although it has not changed. Called with the lock not held.</summary>
    protected virtual bool ReadsAgain() => false;

    /// <summary>What was changed through this gateway and not reported to it since. Called with the lock held.</summary>
    protected IEnumerable<Guid> Unconfirmed => movedHere.Concat(removedHere);

    protected override async Task<bool> ReadMissing()
    {
        var before = gapsFilled;
        await Renew(CancellationToken.None);
        return gapsFilled != before;
    }

    private void Take(DirectorySnapshot snapshot, IReadOnlyList<Topic> topics)
    {
        Dictionary<Guid, Topic> before = head.Topics.ToDictionary(t => t.Id);
        foreach (var topic in topics) ReturnIfRestored(topic.Id);
        head.Reset(topics, snapshot.Complete);
        first = null;
        (activation, version) = (snapshot.Activation, snapshot.Version);
        if (loaded)
        {
            Topic[] updated = [.. topics.Where(t => head.Find(t.Id) is not null && (movedHere.Contains(t.Id) || !IsKnown(t)))];
            IEnumerable<Guid> gone = before.Values.Where(t => snapshot.Complete || IsAbove(t, topics)).Select(t => t.Id).Except(topics.Select(t => t.Id));
            // A topic that was left may be there again.
            removedHere.RemoveWhere(id => head.Find(id) is not null);
            Tell(new(updated, [.. gone.Union(removedHere)]));
            // What the head no longer holds is not on any page that watchers show first.
            movedHere.RemoveWhere(id => head.Find(id) is null);
        }
        loaded = true;
        ready.TrySetResult();

        // Topics only move up, so one that was above the end and isn't there has been left. One that moved up here may not have been yet.
        bool IsAbove(Topic topic, IReadOnlyList<Topic> listed) =>
            isPersonal && !movedHere.Contains(topic.Id) && listed.Count > 0 && DirectoryCursor.Of(topic) < DirectoryCursor.Of(listed[^1]);

        bool IsKnown(Topic topic) => before.TryGetValue(topic.Id, out var known) && DirectoryHead.IsSame(known, topic);
    }

    /// <summary>Lets a topic that the directory reports back into the list. What was removed here may be reported as of before that.</summary>
    private void ReturnIfRestored(Guid topicId)
    {
        if (!removedHere.Contains(topicId)) head.Return(topicId);
    }

    private bool Put(Topic topic)
    {
        if (!head.Put(topic)) return false;
        first = null;
        return true;
    }

    private bool Remove(Guid topicId)
    {
        // Ids are never reused, but a person may be added again. A public topic returns only if it is restored.
        if (!(isPersonal ? head.Drop(topicId) : head.Remove(topicId))) return false;
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
