namespace Bulletin.Grains.Cluster;

/// <summary>Says whether storage answers, to gateways that have no driver of their own. Key 0, on every silo.</summary>
[Alias("bulletin.storage-health-grain")]
public interface IStorageHealthGrain : IGrainWithIntegerKey
{
    /// <exception cref="StorageUnavailableException">It does not.</exception>
    [Alias("check")]
    Task Check(CancellationToken cancellationToken = default);
}
