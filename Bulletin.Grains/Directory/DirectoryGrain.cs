using Bulletin.Grains.Topics;
using Microsoft.Extensions.Logging;
using Orleans.Utilities;

namespace Bulletin.Grains.Directory;

/// <summary>
/// Orders topics by the activity that silos report. Periodically reconciles with the index, because a silo that crashes loses
/// its last report.
/// </summary>
internal sealed partial class DirectoryGrain(ITopicIndex index, ILogger<DirectoryGrain> logger) : Grain, IDirectoryGrain
{
    private static readonly TimeSpan ReconcileEvery = TimeSpan.FromSeconds(5);
    private const int ReconciledTopics = 100;

    private readonly Guid activation = Guid.CreateVersion7();
    private readonly DirectoryHead head = new();
    private readonly ObserverManager<IDirectoryObserver> observers = new(TopicWatch.Lifetime, logger);
    private long version;
    private bool loaded;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(Reconcile, new GrainTimerCreationOptions(ReconcileEvery, ReconcileEvery) { KeepAlive = true });
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (observers.Count > 0) observers.Notify(o => o.Leaving()).Ignore();
        return Task.CompletedTask;
    }

    public async Task Report(DirectoryChange change, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        foreach (var topicId in change.Removed) head.Remove(topicId);
        foreach (var topic in change.Updated) head.Put(topic);
        Tell(change);
    }

    public async Task<DirectorySnapshot> Watch(IDirectoryObserver observer, Guid knownActivation, long knownVersion, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        observers.Subscribe(observer, observer);
        return new(activation, version, knownActivation == activation && knownVersion == version ? null : head.Topics, head.Complete);
    }

    public Task Unwatch(IDirectoryObserver observer)
    {
        observers.Unsubscribe(observer);
        return Task.CompletedTask;
    }

    private async ValueTask Load(CancellationToken cancellationToken)
    {
        if (loaded) return;
        var topics = await index.Page(DirectoryHead.DefaultCapacity, after: null, cancellationToken);
        head.Reset(topics, complete: topics.Count < DirectoryHead.DefaultCapacity);
        loaded = true;
        LogLoaded(head.Count);
    }

    private async Task Reconcile(CancellationToken cancellationToken)
    {
        if (!loaded) return;
        try
        {
            var first = await index.Page(ReconciledTopics, after: null, cancellationToken);
            var change = head.Reconcile(first, all: first.Count < ReconciledTopics);
            if (change.Updated.Count + change.Removed.Count == 0) return;

            LogReconciled(change.Updated.Count, change.Removed.Count);
            Tell(change);
        }
        catch (StorageUnavailableException e)
        {
            LogNotReconciled(e);
        }
    }

    private void Tell(DirectoryChange change)
    {
        version++;
        if (observers.Count > 0) observers.Notify(o => o.Changed(new(activation, version, change))).Ignore();
    }

    [LoggerMessage(LogLevel.Information, "The directory holds {Count} topics")]
    private partial void LogLoaded(int count);

    [LoggerMessage(LogLevel.Debug, "The directory missed {Updated} changes and {Removed} removals")]
    private partial void LogReconciled(int updated, int removed);

    [LoggerMessage(LogLevel.Warning, "Could not compare the directory with storage")]
    private partial void LogNotReconciled(Exception reason);
}
