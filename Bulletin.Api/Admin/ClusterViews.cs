using Bulletin.Grains.Cluster.Status;

namespace Bulletin.Api.Admin;

/// <summary>The cluster as its processes described themselves within the last seconds.</summary>
/// <param name="Busiest">The topics with the most changes in the last minute, at most 10.</param>
public sealed record ClusterView(IReadOnlyList<ClusterSiloView> Silos, IReadOnlyList<ClusterGatewayView> Gateways, IReadOnlyList<BusyTopicView> Busiest)
{
    public static ClusterView Of(ClusterStatus status)
    {
        var silos = status.Processes.Where(process => process.Silo is not null).ToDictionary(process => process.Silo!.Address);
        return new(
            [.. status.Silos.Select(silo => ClusterSiloView.Of(silo.Key, silo.Value, silos.GetValueOrDefault(silo.Key))).OrderBy(silo => silo.Name, StringComparer.Ordinal)],
            [.. status.Processes.Where(process => process.Gateway is not null).Select(process => ClusterGatewayView.Of(process, process.Gateway!))],
            [.. silos.Values.SelectMany(process => process.Silo!.Busiest, BusyTopicView.Of).OrderByDescending(topic => topic.ChangesPerMinute).Take(SiloReport.MostTopics)]);
    }
}

/// <summary>A silo that is a member of the cluster. What it says of itself is null while it has not reported.</summary>
/// <param name="Name">The host name and process id; the address of a silo that has not reported.</param>
/// <param name="Status">As the cluster sees it, such as <c>Active</c>.</param>
/// <param name="Topics">Topics in memory.</param>
/// <param name="Waiting">Changes that wait for a commit.</param>
public sealed record ClusterSiloView(string Name, string Address, string Status, string? Version, DateTimeOffset? StartedAt, int? Topics, int? Waiting)
{
    internal static ClusterSiloView Of(string address, string status, ProcessReport? process) =>
        new(process?.Name ?? address, address, status, process?.Version, process?.StartedAt, process?.Silo?.Topics, process?.Silo?.Waiting);
}

/// <param name="Name">The host name and process id.</param>
/// <param name="Connections">Open hub connections.</param>
/// <param name="Waiting">Events that wait for clients to read them.</param>
/// <param name="DeliveryP50Ms">The median time from the creation of a message until it is passed to this gateway's connections, in the last minute. Null if there was none.</param>
/// <param name="DeliveryP99Ms">The same for the slowest of a hundred.</param>
public sealed record ClusterGatewayView(
    string Name, string Version, DateTimeOffset StartedAt, int Connections, int Waiting, double? DeliveryP50Ms, double? DeliveryP99Ms)
{
    internal static ClusterGatewayView Of(ProcessReport process, GatewayReport gateway) =>
        new(process.Name, process.Version, process.StartedAt, gateway.Connections, gateway.Waiting, Milliseconds(gateway.DeliveryP50), Milliseconds(gateway.DeliveryP99));

    private static double? Milliseconds(TimeSpan? time) => time is { } known ? Math.Round(known.TotalMilliseconds, 1) : null;
}

/// <param name="Silo">The name of the silo it is on.</param>
/// <param name="ChangesPerMinute">Posts, edits and deletions in the last minute.</param>
/// <param name="Waiting">Its changes that wait for a commit.</param>
public sealed record BusyTopicView(AdminTopicRefView Topic, string Silo, int ChangesPerMinute, int Waiting)
{
    internal static BusyTopicView Of(ProcessReport process, BusyTopic topic) =>
        new(AdminTopicRefView.Of(topic.TopicId, topic.Name, topic.Access), process.Name, topic.ChangesPerMinute, topic.Waiting);
}
