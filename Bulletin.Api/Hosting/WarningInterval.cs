namespace Bulletin.Api.Hosting;

/// <summary>Spaces out a warning whose cause may recur thousands of times a second.</summary>
internal sealed class WarningInterval(TimeProvider clock)
{
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    private long warnedAt;

    /// <summary>True for the first call, and for one call in each minute after it.</summary>
    public bool IsDue()
    {
        var last = Interlocked.Read(ref warnedAt);
        return (last == 0 || clock.GetElapsedTime(last) >= Length) && Interlocked.CompareExchange(ref warnedAt, clock.GetTimestamp(), last) == last;
    }
}
