using Bulletin.Api.Http;

namespace Bulletin.Api.Limits;

/// <summary>A rate limit: a token bucket per user or address.</summary>
public sealed class Limit
{
    /// <summary>Bounds memory to a few megabytes, however many clients come.</summary>
    private const int MaxBuckets = 50_000;

    /// <summary>The bytes of a response that cost one token.</summary>
    private const int BytesPerToken = 16 * 1024;

    private readonly Buckets buckets;
    private readonly Rate rate;

    public Limit(string name, Rate rate, TimeProvider clock)
    {
        Name = name;
        this.rate = rate;
        buckets = new(rate, clock, MaxBuckets);
        Policy = $"\"{name}\";q={rate.Burst};w={Math.Max(1, (int)Math.Ceiling(rate.Burst / rate.PerSecond))}";
    }

    /// <summary>Its name in headers and problems.</summary>
    public string Name { get; }

    /// <summary>The value of <c>RateLimit-Policy</c>: the burst, and the seconds to refill an empty bucket.</summary>
    public string Policy { get; }

    /// <summary>Takes one token, if there is one.</summary>
    /// <param name="whose">A user's id, or an address.</param>
    public LimitAnswer Acquire(string whose)
    {
        var retryAfter = buckets.Of(whose).Spend(out var remaining);
        return new(this, remaining, (int)Math.Ceiling((rate.Burst - remaining) / rate.PerSecond), retryAfter);
    }

    /// <summary>Takes further tokens for a call that turned out to be expensive. The debt is at most one burst.</summary>
    public void Charge(string whose, double cost) => buckets.Of(whose).Charge(cost);

    /// <summary>Takes further tokens for a response once its size is known: one per <see cref="BytesPerToken"/>.</summary>
    public void ChargeBytes(string whose, long bytes)
    {
        if (bytes >= BytesPerToken) buckets.Of(whose).Charge((double)bytes / BytesPerToken);
    }

    /// <summary>Takes tokens for what has already been used.</summary>
    /// <returns>How long to wait before using more.</returns>
    public TimeSpan Owe(string whose, double cost) => buckets.Of(whose).Owe(cost);

    /// <summary>Requires that the user owes nothing. Takes no token: what the call turns out to cost is charged.</summary>
    /// <exception cref="ProblemException">With <c>rate_limited</c>: earlier calls are not paid for yet.</exception>
    public void RequireNoDebt(Guid userId)
    {
        if (buckets.Of(userId.ToString()).Debt is var wait && wait > TimeSpan.Zero) throw new ProblemException(Problems.RateLimited(Name, wait));
    }

    /// <summary>Takes one of the user's tokens.</summary>
    /// <exception cref="ProblemException">With <c>rate_limited</c>: no token is left.</exception>
    public void Spend(Guid userId) => Acquire(userId.ToString()).OrThrow();
}

/// <param name="Remaining">The number of tokens left.</param>
/// <param name="SecondsUntilFull">The time until the bucket is full again, if no more tokens are taken.</param>
/// <param name="RetryAfter">Null if the call is allowed.</param>
public readonly record struct LimitAnswer(Limit Limit, int Remaining, int SecondsUntilFull, TimeSpan? RetryAfter)
{
    /// <summary>The value of <c>RateLimit</c>.</summary>
    public string Header => $"\"{Limit.Name}\";r={Remaining};t={SecondsUntilFull}";

    /// <summary>The problem returned for a refused call.</summary>
    public Problem Problem => Problems.RateLimited(Limit.Name, RetryAfter ?? TimeSpan.Zero);

    public void OrThrow()
    {
        if (RetryAfter is not null) throw new ProblemException(Problem);
    }
}
