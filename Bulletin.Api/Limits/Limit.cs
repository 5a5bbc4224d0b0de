using System.Threading.RateLimiting;
using Bulletin.Api.Http;

namespace Bulletin.Api.Limits;

/// <summary>One limit: a token bucket for each user or address. Buckets that have been full for a while are dropped.</summary>
public sealed class Limit : IDisposable
{
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMilliseconds(100);

    private readonly PartitionedRateLimiter<string> _buckets;
    private readonly Rate _rate;

    public Limit(string name, Rate rate)
    {
        Name = name;
        _rate = rate;
        // Whole tokens at a time, at most ten times a second.
        var tokens = Math.Max(1, (int)Math.Round(rate.PerSecond * ShortestPeriod.TotalSeconds));
        var period = TimeSpan.FromSeconds(tokens / rate.PerSecond);
        var bucket = new TokenBucketRateLimiterOptions
        {
            TokenLimit = rate.Burst,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = period,
            QueueLimit = 0,
            AutoReplenishment = false,
        };
        _buckets = PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetTokenBucketLimiter(key, _ => bucket));
        Policy = $"\"{name}\";q={rate.Burst};w={Math.Max(1, (int)Math.Ceiling(rate.Burst / rate.PerSecond))}";
    }

    /// <summary>What the headers and the problem call it.</summary>
    public string Name { get; }

    /// <summary>The value of <c>RateLimit-Policy</c>: the burst, and the seconds in which an empty bucket fills.</summary>
    public string Policy { get; }

    /// <summary>Spends one, if there is one.</summary>
    /// <param name="whose">A user's id, or an address.</param>
    public LimitAnswer Acquire(string whose)
    {
        using var lease = _buckets.AttemptAcquire(whose);
        var remaining = _buckets.GetStatistics(whose)?.CurrentAvailablePermits ?? 0;
        TimeSpan? retryAfter = lease.IsAcquired
            ? null
            : lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        var untilFull = (int)Math.Ceiling((_rate.Burst - remaining) / _rate.PerSecond);
        return new(this, remaining, untilFull, retryAfter);
    }

    /// <summary>Spends one on a user's behalf.</summary>
    /// <exception cref="ProblemException">With <c>rate_limited</c>: there is none.</exception>
    public void Spend(Guid userId) => Acquire(userId.ToString()).OrThrow();

    public void Dispose() => _buckets.Dispose();
}

/// <param name="Remaining">How many are left.</param>
/// <param name="SecondsUntilFull">When the whole burst is there again, if nothing more is spent.</param>
/// <param name="RetryAfter">Null when it was allowed.</param>
public readonly record struct LimitAnswer(Limit Limit, long Remaining, int SecondsUntilFull, TimeSpan? RetryAfter)
{
    /// <summary>The value of <c>RateLimit</c>.</summary>
    public string Header => $"\"{Limit.Name}\";r={Remaining};t={SecondsUntilFull}";

    public void OrThrow()
    {
        if (RetryAfter is { } retryAfter) throw new ProblemException(Problems.RateLimited(Limit.Name, retryAfter));
    }
}
