using Orleans.Concurrency;

namespace Bulletin.Grains.Cluster;

/// <summary>Answers from the membership view of the silo it is called on.</summary>
[StatelessWorker]
internal sealed class SilosGrain(IClusterMembershipService membership) : Grain, ISilosGrain
{
    public Task<IReadOnlyList<string>> Active(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>(
        [.. membership.CurrentSnapshot.Members.Values.Where(silo => silo.Status == SiloStatus.Active).Select(silo => silo.SiloAddress.ToString())]);
}
