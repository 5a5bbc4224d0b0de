namespace Bulletin.Grains.Accounts.Passwords;

/// <summary>
/// Recent wrong passwords for one account, by source. A source soon reaches its limit; a much higher limit applies to all
/// sources together, except those that have sent the right password before. A stranger's guesses must not lock out the owner.
/// </summary>
/// <param name="perSource">The limit per source and window.</param>
/// <param name="overall">The limit for all sources in a window; also bounds the memory used.</param>
internal sealed class FailedAttempts(int perSource, int overall, TimeSpan window, TimeProvider clock)
{
    private const int KnownSources = 20;

    private readonly List<(DateTimeOffset At, string Source)> _attempts = [];
    private readonly List<string> _known = [];

    /// <returns>How long passwords from this source are refused; null if one may be tried.</returns>
    public TimeSpan? Wait(string source)
    {
        var now = clock.GetUtcNow();
        _attempts.RemoveAll(attempt => now - attempt.At >= window);
        DateTimeOffset? oldest = null;
        if (_attempts.Count(attempt => attempt.Source == source) >= perSource) oldest = _attempts.Find(attempt => attempt.Source == source).At;
        else if (_attempts.Count >= overall && !_known.Contains(source)) oldest = _attempts[0].At;
        return oldest + window - now;
    }

    /// <summary>Counts an attempt before its outcome is known, so that concurrent attempts don't bypass the limit.</summary>
    public void Record(string source) => _attempts.Add((clock.GetUtcNow(), source));

    /// <summary>Removes this source's latest attempt: no password was verified.</summary>
    public void TakeBack(string source)
    {
        var latest = _attempts.FindLastIndex(attempt => attempt.Source == source);
        if (latest >= 0) _attempts.RemoveAt(latest);
    }

    /// <summary>The right password came from this source, so it has nothing left to guess.</summary>
    public void Succeeded(string source)
    {
        _attempts.RemoveAll(attempt => attempt.Source == source);
        if (_known.Contains(source)) return;
        if (_known.Count == KnownSources) _known.RemoveAt(0);
        _known.Add(source);
    }

    public void Clear()
    {
        _attempts.Clear();
        _known.Clear();
    }
}
