namespace Bulletin.Grains.Cluster;

/// <summary>Reports whether storage responds, for gateways that have no driver of their own. Key 0, on every silo.</summary>
[Alias("bulletin.storage-health-grain")]
public interface IStorageHealthGrain : IGrainWithIntegerKey
{
    /// <exception cref="StorageUnavailableException">It does not respond.</exception>
    [Alias("check")]
    Task Check(CancellationToken cancellationToken = default);
}
