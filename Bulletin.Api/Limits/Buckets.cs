using System.Collections.Concurrent;

namespace Bulletin.Api.Limits;

/// <summary>
/// The token buckets of one limit, bounded in number. A full bucket equals a new one, so it is dropped. At capacity, newcomers
/// share buckets: a client that keeps changing its address gains neither tokens nor memory.
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

    /// <param name="capacity">How many users or addresses have a bucket of their own.</param>
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

    /// <summary>Removes full buckets. Run only for newcomers, by one thread at a time: without newcomers the number does not grow.</summary>
    private void Sweep()
    {
        var last = Volatile.Read(ref sweptAt);
        if (clock.GetElapsedTime(last) < SweepEvery || Interlocked.CompareExchange(ref sweptAt, clock.GetTimestamp(), last) != last) return;

        foreach (var (whose, bucket) in own)
            if (bucket.IsFull && own.TryRemove(new(whose, bucket))) Interlocked.Decrement(ref count);
    }
}

/// <summary>A token bucket: refills at a steady rate up to its burst.</summary>
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

    /// <summary>The time until the debt is repaid; zero if there is none.</summary>
    public TimeSpan Debt
    {
        get
        {
            lock (gate) return Fill() is var left and < 0 ? TimeSpan.FromSeconds(-left / rate.PerSecond) : TimeSpan.Zero;
        }
    }

    /// <summary>Takes one token, if there is one.</summary>
    /// <param name="left">The number of tokens left.</param>
    /// <returns>Null if a token was taken, else the time until there is one.</returns>
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

    /// <summary>Takes further tokens for a call that turned out to be expensive. Missing tokens become debt, up to one burst, which later calls wait for.</summary>
    public void Charge(double cost)
    {
        lock (gate) tokens = Math.Max(Fill() - cost, -rate.Burst);
    }

    /// <summary>Takes tokens for what was used, even if they are missing.</summary>
    /// <returns>The time until the debt is repaid.</returns>
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
