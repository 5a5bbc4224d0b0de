namespace Bulletin.Grains.Cluster;

/// <summary>Tells gateways (key 0) which silos are active, so that they notice when one leaves.</summary>
[Alias("bulletin.silos-grain")]
public interface ISilosGrain : IGrainWithIntegerKey
{
    /// <returns>The active silos, by the names that snapshots use for a topic's location.</returns>
    [Alias("active")]
    Task<IReadOnlyList<string>> Active(CancellationToken cancellationToken = default);
}
