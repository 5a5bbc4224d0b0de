using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Cluster.Status;

/// <summary>Reports what this process does, as a silo, as a gateway or as both.</summary>
public sealed partial class ProcessReports(IEnumerable<IReportPart> parts, IGrainFactory grains, TimeProvider clock, ILogger<ProcessReports> logger) : BackgroundService
{
    /// <summary>By then the next report is due.</summary>
    private static readonly TimeSpan Patience = ClusterStatus.ReportEvery;

    private readonly ProcessReport bare = new(
        $"{Environment.MachineName}/{Environment.ProcessId}", ProductVersion.Current, Milliseconds.Cut(clock.GetUtcNow()), Silo: null, Gateway: null);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(ClusterStatus.ReportEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Report(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is stopping.
        }
    }

    private async Task Report(CancellationToken cancellationToken)
    {
        try
        {
            var report = parts.Aggregate(bare, (report, part) => part.AddTo(report));
            await grains.GetGrain<IClusterStatusGrain>(0).Report(report, CancellationToken.None).WaitAsync(Patience, clock, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotReported(e);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Could not report to the cluster")]
    private partial void LogNotReported(Exception reason);
}
