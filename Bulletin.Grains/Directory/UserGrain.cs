using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Directory;

/// <summary>Orders one person's topics while a gateway watches them.</summary>
internal sealed partial class UserGrain : Grain, IUserGrain
{
    private static readonly TimeSpan ReconcileEvery = TimeSpan.FromSeconds(30);

    /// <summary>How soon the list is compared after a silo has left. Everybody's is, so these comparisons are spread over this time too.</summary>
    private static readonly TimeSpan Look = ReconcileEvery / 6;

    private readonly WatchedList list;
    private readonly IClusterMembershipService membership;
    private readonly TimeProvider clock;
    private readonly ILogger<UserGrain> logger;
    private IGrainTimer? reconciling;
    private ClusterMembershipSnapshot cluster;
    private DateTimeOffset reconciled;

    public UserGrain(ITopicIndex index, IClusterMembershipService membership, TimeProvider clock, ILogger<UserGrain> logger)
    {
        (this.membership, this.clock, this.logger) = (membership, clock, logger);
        cluster = membership.CurrentSnapshot;
        list = new(index, of: this.GetPrimaryKey(), PersonalWatch.Lifetime, logger);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        list.Leave();
        return Task.CompletedTask;
    }

    public Task Report(UserChange change, CancellationToken cancellationToken) =>
        list.IsLoaded ? list.Report(change, cancellationToken) : Task.CompletedTask;

    public async Task<DirectorySnapshot> Watch(IDirectoryObserver observer, Guid knownActivation, long knownVersion, CancellationToken cancellationToken)
    {
        await list.Load(cancellationToken);
        // The first comparison comes at a random time: people come in crowds, after a gateway has started.
        if (reconciling is null)
        {
            reconciled = clock.GetUtcNow() + BackgroundWork.Jitter(ReconcileEvery) - ReconcileEvery / 2;
            reconciling = this.RegisterGrainTimer(Reconcile, new GrainTimerCreationOptions(BackgroundWork.Jitter(Look), Look));
        }
        return list.Watch(observer, knownActivation, knownVersion) with { Silo = RuntimeIdentity };
    }

    public Task Unwatch(IDirectoryObserver observer)
    {
        list.Unwatch(observer);
        return Task.CompletedTask;
    }

    private async Task Reconcile(CancellationToken cancellationToken)
    {
        if (!list.IsWatched)
        {
            list.Unload();
            reconciling?.Dispose();
            reconciling = null;
            return;
        }
        var (now, silos) = (clock.GetUtcNow(), membership.CurrentSnapshot);
        if (now - reconciled < ReconcileEvery && !silos.HasLostSilo(cluster)) return;
        try
        {
            await list.Reconcile(cancellationToken);
            (reconciled, cluster) = (now, silos);
        }
        catch (StorageUnavailableException e)
        {
            LogNotReconciled(e, this.GetPrimaryKey());
        }
    }

    // There are many of these at once while storage is unavailable, and others say so.
    [LoggerMessage(LogLevel.Debug, "Could not compare the topics of {UserId} with storage")]
    private partial void LogNotReconciled(Exception reason, Guid userId);
}
