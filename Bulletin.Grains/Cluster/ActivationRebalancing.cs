using Orleans.Configuration;

namespace Bulletin.Grains.Cluster;

/// <summary>
/// Moves some activations to a silo that has joined. Placement alone gives it only new activations, and a busy topic is never
/// deactivated.
/// </summary>
internal static class ActivationRebalancing
{
    public static ISiloBuilder RebalanceActivations(this ISiloBuilder silo)
    {
#pragma warning disable ORLEANSEXP002 // Experimental in Orleans; it does nothing but ask activations to move, which is not.
        return silo.AddActivationRebalancer().Configure<ActivationRebalancerOptions>(rebalancer =>
        {
            rebalancer.RebalancerDueTime = TimeSpan.FromSeconds(10);
            rebalancer.SessionCyclePeriod = TimeSpan.FromSeconds(5);
            // Moving an activation briefly delays its posts, so only a few move at a time.
            rebalancer.ActivationMigrationCountLimit = 200;
        });
#pragma warning restore ORLEANSEXP002
    }
}
