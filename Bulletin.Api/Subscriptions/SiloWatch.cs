using Bulletin.Grains.Cluster;

namespace Bulletin.Api.Subscriptions;

/// <summary>
/// Notices when a silo has left, and has what was watched there watched again at once: what is committed elsewhere since then
/// is told to nobody until it is.
/// </summary>
internal sealed partial class SiloWatch(IGrainFactory grains, SubscriptionRenewals renewals, TimeProvider clock, ILogger<SiloWatch> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);
    // One that doesn't answer may be the one that has left; the next look may reach another.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(LookEvery, clock);
        HashSet<string> known = [];
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (await Look(stoppingToken) is not { } active) continue;
                known.ExceptWith(active);
                if (known.Count > 0)
                {
                    LogLeft(string.Join(", ", known));
                    renewals.SilosLeft(known);
                }
                known = [.. active];
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The gateway stops.
        }
    }

    private async Task<IReadOnlyList<string>?> Look(CancellationToken cancellationToken)
    {
        try
        {
            return await grains.GetGrain<ISilosGrain>(0).Active(CancellationToken.None).WaitAsync(Patience, clock, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    [LoggerMessage(LogLevel.Information, "Silos left the cluster: {Silos}")]
    private partial void LogLeft(string silos);
}
