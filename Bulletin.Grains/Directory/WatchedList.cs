using Bulletin.Grains.Topics;
using Microsoft.Extensions.Logging;
using Orleans.Utilities;

namespace Bulletin.Grains.Directory;

/// <summary>
/// The head of a list of topics, ordered by the activity that silos report, and the gateways that are told what moves. Compared with the
/// index from time to time, because a silo that crashes loses its last report. Belongs to one activation of a grain, in whose turns it runs.
/// </summary>
/// <param name="of">The person whose topics are listed; null for the public ones.</param>
/// <param name="lifetime">How long a gateway is told unless it renews its subscription.</param>
internal sealed class WatchedList(ITopicIndex index, Guid? of, TimeSpan lifetime, ILogger logger)
{
    private const int ReconciledTopics = 100;

    private static readonly IReadOnlySet<Guid> None = new HashSet<Guid>();

    private readonly Guid activation = Guid.CreateVersion7();
    private readonly int capacity = of is null ? DirectoryHead.DefaultCapacity : DirectoryHead.PersonalCapacity;
    private readonly DirectoryHead head = of is null ? new() : new(DirectoryHead.PersonalCapacity, isPersonal: true);
    private readonly ObserverManager<IDirectoryObserver> observers = new(lifetime, logger);
    private long version;

    public bool IsLoaded { get; private set; }

    public int Count => head.Count;

    /// <summary>Whether a gateway watches.</summary>
    public bool IsWatched
    {
        get
        {
            observers.ClearExpired();
            return observers.Count > 0;
        }
    }

    /// <summary>Reads the list, unless it is loaded.</summary>
    /// <returns>Whether it was read.</returns>
    public async ValueTask<bool> Load(CancellationToken cancellationToken)
    {
        if (IsLoaded) return false;
        var topics = await index.Page(of, capacity, after: null, cancellationToken);
        head.Reset(topics, complete: topics.Count < capacity);
        return IsLoaded = true;
    }

    /// <summary>Forgets the list. What gateways know of it is out of date from now on.</summary>
    public void Unload()
    {
        head.Reset([], complete: false);
        version++;
        IsLoaded = false;
    }

    public async Task Report(UserChange change, CancellationToken cancellationToken)
    {
        // Before anything changes here: if the index can't be read, the report comes again.
        // A silo may report a removal after the topic was restored, and what is reported as changed may date from before it was left or removed.
        Guid[] doubtful = [.. change.Removed, .. change.Updated.Where(MayBeGone).Select(topic => topic.Id)];
        var listed = doubtful.Length == 0 ? None : await index.Listed(of, doubtful, cancellationToken);

        Guid[] removed = [.. change.Removed.Where(topicId => !listed.Contains(topicId))];
        foreach (var topicId in removed) head.Remove(topicId);
        // Somebody who never was a member is told nothing: the id alone would tell that the topic exists.
        Guid[] left = [.. change.Left.Where(topic => (head.Find(topic.Id) is not null || !head.Complete) & head.Leave(topic)).Select(topic => topic.Id)];
        foreach (var topicId in listed) head.Return(topicId);
        Topic[] updated = [.. change.Updated.Where(topic => !head.IsGone(topic) && (listed.Contains(topic.Id) || !MayBeGone(topic)))];
        foreach (var topic in updated) head.Put(topic);
        // One that was left and entered again is not among those that are gone.
        Tell(new(updated, [.. removed, .. left.Except(updated.Select(topic => topic.Id))]));

        // A late report may date from before they left it or it was removed, and a conversation may be hidden.
        bool MayBeGone(Topic topic) =>
            head.IsRemoved(topic.Id) || of is not null && (head.Find(topic.Id) is null || change.Left.Any(other => other.Id == topic.Id));
    }

    public DirectorySnapshot Watch(IDirectoryObserver observer, Guid knownActivation, long knownVersion)
    {
        observers.Subscribe(observer, observer);
        return new(activation, version, knownActivation == activation && knownVersion == version ? null : head.Topics, head.Complete);
    }

    public void Unwatch(IDirectoryObserver observer) => observers.Unsubscribe(observer);

    /// <summary>The grain is being deactivated.</summary>
    public void Leave()
    {
        if (observers.Count > 0) observers.Notify(o => o.Leaving()).Ignore();
    }

    /// <returns>What the silos failed to report.</returns>
    public async Task<DirectoryChange> Reconcile(CancellationToken cancellationToken)
    {
        // Of a person's list all that is held: a topic that they have left does not move up any more.
        var reach = of is null ? ReconciledTopics : capacity;
        var first = await index.Page(of, reach, after: null, cancellationToken);
        var change = head.Reconcile(first, all: first.Count < reach);
        if (change.Updated.Count + change.Removed.Count > 0) Tell(change);
        return change;
    }

    private void Tell(DirectoryChange change)
    {
        version++;
        if (observers.Count > 0) observers.Notify(o => o.Changed(new(activation, version, change))).Ignore();
    }
}
