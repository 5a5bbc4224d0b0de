using Bulletin.Faults.Machines;

namespace Bulletin.Faults.Nemesis;

/// <summary>What faults are done to, and the dice that say to which.</summary>
internal sealed record Arena(Cluster Cluster, Ledger Ledger, Random Random)
{
    /// <summary>
    /// Two times in three the one that has run for longest: one that was just started hosts few topics, or none, and hardly
    /// anybody would notice what becomes of it.
    /// </summary>
    public Node AnySilo => Random.Next(3) == 0 ? Any(Cluster.Silos) : Cluster.Silos.OrderBy(s => s.StartedAt).First();

    public Node AnyGateway => Any(Cluster.Gateways);

    public T Any<T>(IReadOnlyList<T> of) => of[Random.Next(of.Count)];
}
