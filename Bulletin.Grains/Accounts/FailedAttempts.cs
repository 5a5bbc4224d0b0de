namespace Bulletin.Grains.Accounts;

/// <summary>The latest wrong passwords given for one account, at most as many as are allowed.</summary>
internal sealed class FailedAttempts(int limit, TimeSpan window, TimeProvider clock)
{
    private readonly Queue<DateTimeOffset> _times = new();

    /// <returns>How long no password is taken; null when one may be tried.</returns>
    public TimeSpan? Wait()
    {
        var now = clock.GetUtcNow();
        while (_times.TryPeek(out var oldest) && now - oldest >= window) _times.Dequeue();
        return _times.Count < limit ? null : _times.Peek() + window - now;
    }

    public void Record() => _times.Enqueue(clock.GetUtcNow());

    public void Forget() => _times.Clear();
}
