namespace Bulletin.Grains;

/// <summary>
/// Whether there is disk space for operations that make the database larger. Storage measures it; such operations check it
/// first.
/// </summary>
internal sealed class DiskSpace
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private volatile bool isShort;
    private long refused;

    /// <returns>When to retry; null if there is space.</returns>
    public TimeSpan? Short()
    {
        if (!isShort) return null;
        Interlocked.Increment(ref refused);
        return RetryAfter;
    }

    /// <returns>Whether space was short before, and how many requests were refused since the last measurement.</returns>
    public (bool WasShort, long Refused) Measured(bool nowShort)
    {
        var wasShort = isShort;
        isShort = nowShort;
        return (wasShort, Interlocked.Exchange(ref refused, 0));
    }
}
