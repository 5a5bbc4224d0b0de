using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;

namespace Bulletin.Grains.Cluster;

/// <summary>Metrics of the cluster's membership, as each silo sees it.</summary>
internal sealed class ClusterMetrics : BackgroundService
{
    private readonly IClusterMembershipService _membership;
    private readonly Counter<long> _lost;

    public ClusterMetrics(IClusterMembershipService membership, IMeterFactory meters)
    {
        _membership = membership;
        var meter = meters.Create(BulletinTelemetry.Name);
        meter.CreateObservableGauge("bulletin.cluster.silos", Active, "{silo}", "Active silos, as seen by this one");
        _lost = meter.CreateCounter<long>("bulletin.cluster.silos_lost", "{silo}", "Silos declared dead without a graceful shutdown: killed, cut off, or evicted while busy");
        // Exported from the start, so that the first loss shows as an increase.
        _lost.Add(0);
    }

    private int Active() => _membership.CurrentSnapshot.Members.Values.Count(member => member.Status is SiloStatus.Active);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var before = _membership.CurrentSnapshot;
        try
        {
            await foreach (var now in _membership.MembershipUpdates.WithCancellation(stoppingToken))
            {
                _lost.Add(now.Members.Values.Count(member => member.Status is SiloStatus.Dead
                    && before.GetSiloStatus(member.SiloAddress) is SiloStatus.Active or SiloStatus.Joining));
                before = now;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo is stopping.
        }
    }
}
