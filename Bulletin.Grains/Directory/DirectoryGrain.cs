using Bulletin.Grains.Topics;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Directory;

/// <summary>Orders the public topics by the activity that silos report.</summary>
internal sealed partial class DirectoryGrain(ITopicIndex index, ILogger<DirectoryGrain> logger) : Grain, IDirectoryGrain
{
    private static readonly TimeSpan ReconcileEvery = TimeSpan.FromSeconds(5);

    private readonly WatchedList list = new(index, of: null, TopicWatch.Lifetime, logger);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(Reconcile, new GrainTimerCreationOptions(ReconcileEvery, ReconcileEvery) { KeepAlive = true });
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        list.Leave();
        return Task.CompletedTask;
    }

    public async Task Report(DirectoryChange change, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        await list.Report(new(change.Updated, change.Removed, []), cancellationToken);
    }

    public async Task<DirectorySnapshot> Watch(IDirectoryObserver observer, Guid knownActivation, long knownVersion, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        return list.Watch(observer, knownActivation, knownVersion);
    }

    public Task Unwatch(IDirectoryObserver observer)
    {
        list.Unwatch(observer);
        return Task.CompletedTask;
    }

    private async ValueTask Load(CancellationToken cancellationToken)
    {
        if (await list.Load(cancellationToken)) LogLoaded(list.Count);
    }

    private async Task Reconcile(CancellationToken cancellationToken)
    {
        if (!list.IsLoaded) return;
        try
        {
            var change = await list.Reconcile(cancellationToken);
            if (change.Updated.Count + change.Removed.Count > 0) LogReconciled(change.Updated.Count, change.Removed.Count);
        }
        catch (StorageUnavailableException e)
        {
            LogNotReconciled(e);
        }
    }

    [LoggerMessage(LogLevel.Information, "The directory holds {Count} topics")]
    private partial void LogLoaded(int count);

    [LoggerMessage(LogLevel.Debug, "The directory missed {Updated} changes and {Removed} removals")]
    private partial void LogReconciled(int updated, int removed);

    [LoggerMessage(LogLevel.Warning, "Could not compare the directory with storage")]
    private partial void LogNotReconciled(Exception reason);
}
