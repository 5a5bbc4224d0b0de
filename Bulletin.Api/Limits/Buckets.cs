using System.Collections.Concurrent;

namespace Bulletin.Api.Limits;

/// <summary>
/// The token buckets of one limit, a bounded number of them. One that is full again is as good as none, and is dropped. Where
/// more are in use than that, newcomers share: whoever comes from ever new addresses gets no more by it, and no more memory.
/// </summary>
internal sealed class Buckets
{
    private const int Shared = 256;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Bucket> own = new();
    private readonly Bucket[] shared;
    private readonly Rate rate;
    private readonly TimeProvider clock;
    private readonly int capacity;
    private int count;
    private long sweptAt;

    /// <param name="capacity">How many users or addresses have one of their own.</param>
    public Buckets(Rate rate, TimeProvider clock, int capacity)
    {
        (this.rate, this.clock, this.capacity) = (rate, clock, capacity);
        shared = [.. Enumerable.Range(0, Shared).Select(_ => New())];
        sweptAt = clock.GetTimestamp();
    }

    public int Count => Volatile.Read(ref count);

    public Bucket Of(string whose)
    {
        if (own.TryGetValue(whose, out var bucket)) return bucket;

        Sweep();
        if (Count >= capacity) return shared[(uint)whose.GetHashCode(StringComparison.Ordinal) % Shared];

        bucket = New();
        if (!own.TryAdd(whose, bucket)) return own.GetValueOrDefault(whose) ?? bucket;
        Interlocked.Increment(ref count);
        return bucket;
    }

    private Bucket New() => new(rate, clock);

    /// <summary>Only newcomers do it, and one of them at a time: a limit that nobody new comes to does not grow.</summary>
    private void Sweep()
    {
        var last = Volatile.Read(ref sweptAt);
        if (clock.GetElapsedTime(last) < SweepEvery || Interlocked.CompareExchange(ref sweptAt, clock.GetTimestamp(), last) != last) return;

        foreach (var (whose, bucket) in own)
            if (bucket.IsFull && own.TryRemove(new(whose, bucket))) Interlocked.Decrement(ref count);
    }
}

/// <summary>Fills steadily up to its burst, and is emptied by what is spent.</summary>
internal sealed class Bucket(Rate rate, TimeProvider clock)
{
    private readonly Lock gate = new();
    private double tokens = rate.Burst;
    private long filledAt = clock.GetTimestamp();

    public bool IsFull
    {
        get
        {
            lock (gate) return Fill() >= rate.Burst;
        }
    }

    /// <summary>Spends one, if there is one.</summary>
    /// <param name="left">How many are left.</param>
    /// <returns>Null if it was spent, else how long until there is one.</returns>
    public TimeSpan? Spend(out int left)
    {
        lock (gate)
        {
            Fill();
            var isThere = tokens >= 1;
            if (isThere) tokens--;
            left = (int)tokens;
            return isThere ? null : TimeSpan.FromSeconds((1 - tokens) / rate.PerSecond);
        }
    }

    /// <summary>Takes more for a call that turned out to be expensive. What is not there is owed, up to one burst: the next calls wait for it.</summary>
    public void Charge(double cost)
    {
        lock (gate) tokens = Math.Max(Fill() - cost, -rate.Burst);
    }

    /// <summary>Takes as much as was used, whether it is there or not.</summary>
    /// <returns>How long until it is.</returns>
    public TimeSpan Owe(double cost)
    {
        lock (gate)
        {
            tokens = Fill() - cost;
            return tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-tokens / rate.PerSecond);
        }
    }

    private double Fill()
    {
        var now = clock.GetTimestamp();
        tokens = Math.Min(rate.Burst, tokens + clock.GetElapsedTime(filledAt, now).TotalSeconds * rate.PerSecond);
        filledAt = now;
        return tokens;
    }
}
