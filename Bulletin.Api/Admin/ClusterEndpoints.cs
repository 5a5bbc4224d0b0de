using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Responses;
using Bulletin.Grains.Cluster.Status;

namespace Bulletin.Api.Admin;

/// <summary>The processes of the cluster and the busiest topics.</summary>
internal sealed class ClusterEndpoints(IGrainFactory grains)
{
    public static void Map(IEndpointRouteBuilder admin)
    {
        var endpoints = ActivatorUtilities.CreateInstance<ClusterEndpoints>(admin.ServiceProvider);
        admin.MapGet("/cluster", endpoints.GetCluster).WithName(nameof(GetCluster)).WithSummary("See the silos, the gateways and the busiest topics")
            .LimitedPerUser(limits => limits.Searching);
    }

    public async Task<ETagResult<ClusterView>> GetCluster(CancellationToken cancellationToken) =>
        ETagResult.Of(ClusterView.Of(await grains.GetGrain<IClusterStatusGrain>(0).Read(CancellationToken.None).InTime(cancellationToken)));
}
