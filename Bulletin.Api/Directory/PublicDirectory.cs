using Bulletin.Api.Fanout;
using Bulletin.Api.Subscriptions;
using Bulletin.Grains.Directory;

namespace Bulletin.Api.Directory;

/// <summary>All public topics, as this gateway knows them.</summary>
internal sealed class PublicDirectory : DirectoryReplica, ISubscription
{
    private readonly IGrainFactory grains;

    public PublicDirectory(IGrainFactory grains, SubscriptionRenewals renewals, LiveMetrics metrics, TimeProvider clock, ILogger<PublicDirectory> logger)
        : base(isPersonal: false, grains, renewals, metrics, clock, logger)
    {
        this.grains = grains;
        renewals.Add(this);
    }

    /// <summary>Everybody who watches the list of topics depends on this one subscription.</summary>
    public bool IsFirst => true;

    public override string ToString() => "the directory";

    protected override Task<DirectorySnapshot> Watch(IDirectoryObserver observer, Guid activation, long version, CancellationToken cancellationToken) =>
        grains.GetGrain<IDirectoryGrain>(0).Watch(observer, activation, version, cancellationToken);

    protected override Task Unwatch(IDirectoryObserver observer) => grains.GetGrain<IDirectoryGrain>(0).Unwatch(observer);
}
