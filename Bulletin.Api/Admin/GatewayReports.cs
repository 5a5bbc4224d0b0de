using Bulletin.Api.Connections;
using Bulletin.Api.Fanout;
using Bulletin.Grains.Cluster.Status;

namespace Bulletin.Api.Admin;

/// <summary>What a gateway adds to the report of its process.</summary>
internal sealed class GatewayReports(LiveConnections connections, LiveMetrics metrics) : IReportPart
{
    public ProcessReport AddTo(ProcessReport report)
    {
        var all = connections.All;
        return report with
        {
            Gateway = new(all.Count, all.Sum(connection => connection.SendQueue.Count), metrics.Deliveries.Percentile(0.5), metrics.Deliveries.Percentile(0.99)),
        };
    }
}
