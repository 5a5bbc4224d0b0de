using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Cluster;

/// <summary>Lets a gateway start before its silos and wait for them.</summary>
internal sealed partial class ConnectionRetryFilter(TimeProvider clock, ILogger<ConnectionRetryFilter> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly SparseLines _lines = new(clock);

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (_lines.IsDue(exception.Message)) LogWaiting(exception.Message);
        await Task.Delay(Pause, clock, cancellationToken);
        return !cancellationToken.IsCancellationRequested;
    }

    [LoggerMessage(LogLevel.Warning, "Waiting for a silo of the cluster: {Reason}")]
    private partial void LogWaiting(string reason);
}
