namespace Bulletin.Grains.Cluster.Status;

/// <summary>The processes of the cluster as they describe themselves; key 0, one in the cluster, in memory.</summary>
[Alias("bulletin.cluster-status-grain")]
public interface IClusterStatusGrain : IGrainWithIntegerKey
{
    /// <summary>Called by every process each <see cref="ClusterStatus.ReportEvery"/>.</summary>
    [Alias("report")]
    Task Report(ProcessReport report, CancellationToken cancellationToken = default);

    [Alias("read")]
    Task<ClusterStatus> Read(CancellationToken cancellationToken = default);
}

/// <param name="Processes">Those that have reported within <see cref="ForgottenAfter"/>, by name.</param>
/// <param name="Silos">The silos in Orleans' membership that are not dead, with their status, such as <c>Active</c>.</param>
[GenerateSerializer, Immutable, Alias("bulletin.cluster-status")]
public sealed record ClusterStatus(
    [property: Id(0)] IReadOnlyList<ProcessReport> Processes,
    [property: Id(1)] IReadOnlyDictionary<string, string> Silos)
{
    public static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan ForgottenAfter = TimeSpan.FromSeconds(10);
}
