using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Directory;

/// <summary>Orders one person's topics while a gateway watches them.</summary>
internal sealed partial class UserGrain : Grain, IUserGrain
{
    private static readonly TimeSpan ReconcileEvery = TimeSpan.FromSeconds(30);

    private readonly WatchedList list;
    private readonly ILogger<UserGrain> logger;
    private IGrainTimer? reconciling;

    public UserGrain(ITopicIndex index, ILogger<UserGrain> logger)
    {
        this.logger = logger;
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
        reconciling ??= this.RegisterGrainTimer(Reconcile, new GrainTimerCreationOptions(ReconcileEvery * (0.5 + Random.Shared.NextDouble()), ReconcileEvery));
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
        try
        {
            await list.Reconcile(cancellationToken);
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
