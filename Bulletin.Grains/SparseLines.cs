namespace Bulletin.Grains;

/// <summary>Spaces out the log lines of something that is tried again and again.</summary>
internal sealed class SparseLines(TimeProvider clock)
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private string? said;
    private long saidAt;

    /// <summary>True for the first line, for one with another reason than the one before, and for one every ten seconds.</summary>
    public bool IsDue(string reason)
    {
        if (reason == said && clock.GetElapsedTime(saidAt) < Every) return false;
        (said, saidAt) = (reason, clock.GetTimestamp());
        return true;
    }
}
