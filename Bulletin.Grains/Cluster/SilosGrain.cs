using Orleans.Concurrency;

namespace Bulletin.Grains.Cluster;

/// <summary>Answers from what the silo it is called on knows of the others.</summary>
[StatelessWorker]
internal sealed class SilosGrain(IClusterMembershipService membership) : Grain, ISilosGrain
{
    public Task<IReadOnlyList<string>> Active(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>(
        [.. membership.CurrentSnapshot.Members.Values.Where(silo => silo.Status == SiloStatus.Active).Select(silo => silo.SiloAddress.ToString())]);
}
