namespace Bulletin.Grains.Accounts;

/// <summary>
/// Wrong passwords given for one account lately, by where they came from. One source soon gets no further try, and all of them
/// together get none after many more, except sources from which the right password came before: a stranger who guesses must
/// not lock out the owner.
/// </summary>
/// <param name="perSource">How many one source may have in a window.</param>
/// <param name="overall">How many all sources may have in a window; this also bounds what is kept.</param>
internal sealed class FailedAttempts(int perSource, int overall, TimeSpan window, TimeProvider clock)
{
    private const int KnownSources = 20;

    private readonly List<(DateTimeOffset At, string Source)> _attempts = [];
    private readonly List<string> _known = [];

    /// <returns>How long no password is taken from this source; null when one may be tried.</returns>
    public TimeSpan? Wait(string source)
    {
        var now = clock.GetUtcNow();
        _attempts.RemoveAll(attempt => now - attempt.At >= window);
        DateTimeOffset? oldest = null;
        if (_attempts.Count(attempt => attempt.Source == source) >= perSource) oldest = _attempts.Find(attempt => attempt.Source == source).At;
        else if (_attempts.Count >= overall && !_known.Contains(source)) oldest = _attempts[0].At;
        return oldest + window - now;
    }

    /// <summary>Counts a try before its outcome is known, so that many at once are no more than one after the other.</summary>
    public void Record(string source) => _attempts.Add((clock.GetUtcNow(), source));

    /// <summary>The latest try of this source came to nothing: no password was looked at.</summary>
    public void TakeBack(string source)
    {
        var latest = _attempts.FindLastIndex(attempt => attempt.Source == source);
        if (latest >= 0) _attempts.RemoveAt(latest);
    }

    /// <summary>The right password came from this source: whoever knows it has nothing left to guess.</summary>
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
