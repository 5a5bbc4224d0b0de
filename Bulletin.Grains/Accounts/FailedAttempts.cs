namespace Bulletin.Grains.Accounts;

/// <summary>The latest wrong passwords given for one account, at most as many as are allowed.</summary>
internal sealed class FailedAttempts(int limit, TimeSpan window, TimeProvider clock)
{
    private readonly Queue<DateTimeOffset> times = new();

    /// <returns>How long no password is taken; null when one may be tried.</returns>
    public TimeSpan? Wait()
    {
        var now = clock.GetUtcNow();
        while (times.TryPeek(out var oldest) && now - oldest >= window) times.Dequeue();
        return times.Count < limit ? null : times.Peek() + window - now;
    }

    public void Record() => times.Enqueue(clock.GetUtcNow());

    public void Forget() => times.Clear();
}
