namespace Bulletin.Grains.Cluster.Status;

/// <summary>Keeps the latest report of each process. After it has moved to another silo, it knows all of them again within <see cref="ClusterStatus.ReportEvery"/>.</summary>
internal sealed class ClusterStatusGrain(IClusterMembershipService membership, TimeProvider clock) : Grain, IClusterStatusGrain
{
    /// <summary>More than any cluster has.</summary>
    public const int MostProcesses = 1_000;

    private readonly Dictionary<string, (ProcessReport Report, long At)> processes = [];

    public Task Report(ProcessReport report, CancellationToken cancellationToken)
    {
        Forget();
        if (processes.Count < MostProcesses || processes.ContainsKey(report.Name)) processes[report.Name] = (report, clock.GetTimestamp());
        return Task.CompletedTask;
    }

    public Task<ClusterStatus> Read(CancellationToken cancellationToken)
    {
        Forget();
        return Task.FromResult(new ClusterStatus(
            [.. processes.Values.Select(process => process.Report).OrderBy(report => report.Name, StringComparer.Ordinal)],
            membership.CurrentSnapshot.Members.Values.Where(silo => silo.Status != SiloStatus.Dead)
                .ToDictionary(silo => silo.SiloAddress.ToString(), silo => silo.Status.ToString())));
    }

    private void Forget()
    {
        foreach (var (name, process) in processes)
            if (clock.GetElapsedTime(process.At) > ClusterStatus.ForgottenAfter) processes.Remove(name);
    }
}
