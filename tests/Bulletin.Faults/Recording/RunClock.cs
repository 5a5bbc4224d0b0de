using System.Diagnostics;

namespace Bulletin.Faults.Recording;

/// <summary>Monotonic time since the run began: what all records are stamped with.</summary>
internal sealed class RunClock
{
    private readonly long began = Stopwatch.GetTimestamp();

    public DateTimeOffset BeganAt { get; } = TimeProvider.System.GetUtcNow();

    public TimeSpan Now => Stopwatch.GetElapsedTime(began);
}
