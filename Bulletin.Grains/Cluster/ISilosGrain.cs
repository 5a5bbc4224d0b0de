namespace Bulletin.Grains.Cluster;

/// <summary>Tells gateways (key 0) which silos there are, so that they notice when one leaves.</summary>
[Alias("bulletin.silos-grain")]
public interface ISilosGrain : IGrainWithIntegerKey
{
    /// <returns>The active silos, by the names under which snapshots say where a topic is.</returns>
    [Alias("active")]
    Task<IReadOnlyList<string>> Active(CancellationToken cancellationToken = default);
}
