namespace Bulletin.Api.Fanout;

/// <summary>
/// How long the deliveries of the last half to whole minute took, in buckets that each reach a tenth further than the one before. Adding one takes no
/// lock and, except at the start of a half-minute, no memory.
/// </summary>
internal sealed class DeliveryTimes(TimeProvider clock)
{
    private const int PerOctave = 8;

    /// <summary>Up to more than an hour, in microseconds.</summary>
    private const int Buckets = 32 * PerOctave;
    private const int HalfSeconds = 30;

    // The half-minute with number n is kept at n modulo 2, so these are the current one and the one before.
    private readonly Half?[] halves = new Half?[2];

    public void Add(TimeSpan time)
    {
        var bucket = (int)(Math.Log2(1 + Math.Max(0, time.TotalMicroseconds)) * PerOctave);
        Interlocked.Increment(ref Current().Counts[Math.Min(bucket, Buckets - 1)]);
    }

    /// <param name="part">0.5 for the median.</param>
    /// <returns>Null if there was no delivery.</returns>
    public TimeSpan? Percentile(double part)
    {
        var latest = Number;
        Half[] read = [.. halves.OfType<Half>().Where(half => half.Number >= latest - 1)];
        var left = (long)Math.Ceiling(part * read.Sum(half => half.Counts.Sum(count => (long)count)));
        if (left == 0) return null;

        var bucket = 0;
        for (; bucket < Buckets - 1; bucket++)
            if ((left -= read.Sum(half => (long)half.Counts[bucket])) <= 0) break;
        return TimeSpan.FromMicroseconds(Math.Pow(2, (bucket + 0.5) / PerOctave) - 1);
    }

    private long Number => clock.GetTimestamp() / (HalfSeconds * clock.TimestampFrequency);

    private Half Current()
    {
        var number = Number;
        ref var place = ref halves[number % 2];
        var known = Volatile.Read(ref place);
        if (known is not null && known.Number >= number) return known;
        // Whoever wins, everybody counts in the same half-minute.
        Interlocked.CompareExchange(ref place, new(number), known);
        return Volatile.Read(ref place)!;
    }

    private sealed class Half(long number)
    {
        public long Number => number;

        public int[] Counts { get; } = new int[Buckets];
    }
}
