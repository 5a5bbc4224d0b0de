namespace Bulletin.Grains.Following;

/// <summary>Topics or people with whom something has failed, and when to try again: after a second, then after twice as long each time.</summary>
internal sealed class Backoff(TimeProvider clock)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromMinutes(1), LongestForStorage = TimeSpan.FromSeconds(4);

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, Failure> failures = [];

    public int Count
    {
        get { lock (gate) return failures.Count; }
    }

    public bool Contains(Guid id)
    {
        lock (gate) return failures.ContainsKey(id);
    }

    /// <summary>For how long it has failed.</summary>
    public TimeSpan Age(Guid id)
    {
        lock (gate) return failures.TryGetValue(id, out var failure) ? clock.GetUtcNow() - failure.Since : TimeSpan.Zero;
    }

    /// <param name="reason">Without storage everything fails, and nothing shall wait long once it is back. Null if there was no time to try.</param>
    public void Failed(Guid id, Exception? reason)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            var before = failures.GetValueOrDefault(id) ?? new(now, now, TimeSpan.Zero);
            var pause = before.Pause == TimeSpan.Zero ? Shortest : before.Pause * 2;
            var longest = reason is StorageUnavailableException ? LongestForStorage : Longest;
            if (pause > longest) pause = longest;
            // What was not tried comes before what has failed again.
            failures[id] = reason is null && before.Pause > TimeSpan.Zero ? before with { Next = now } : before with { Next = now + pause, Pause = pause };
        }
    }

    public void Succeeded(Guid id)
    {
        lock (gate) failures.Remove(id);
    }

    /// <summary>Those whose time has come, the longest due first.</summary>
    public IReadOnlyList<Guid> Due(int most)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            return [.. failures.Where(failure => failure.Value.Next <= now).OrderBy(failure => failure.Value.Next).Take(most).Select(failure => failure.Key)];
        }
    }

    private sealed record Failure(DateTimeOffset Since, DateTimeOffset Next, TimeSpan Pause);
}
