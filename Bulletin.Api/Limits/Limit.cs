using Bulletin.Api.Http;

namespace Bulletin.Api.Limits;

/// <summary>One limit: a token bucket for each user or address.</summary>
public sealed class Limit
{
    /// <summary>Some megabytes, however many come.</summary>
    private const int MostBuckets = 50_000;

    /// <summary>So many bytes of an answer cost as much as a call.</summary>
    private const int BytesOfOne = 16 * 1024;

    private readonly Buckets buckets;
    private readonly Rate rate;

    public Limit(string name, Rate rate, TimeProvider clock)
    {
        Name = name;
        this.rate = rate;
        buckets = new(rate, clock, MostBuckets);
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
        var retryAfter = buckets.Of(whose).Spend(out var remaining);
        return new(this, remaining, (int)Math.Ceiling((rate.Burst - remaining) / rate.PerSecond), retryAfter);
    }

    /// <summary>Spends more for a call that turned out to be expensive. At most one burst is owed.</summary>
    public void Charge(string whose, double cost) => buckets.Of(whose).Charge(cost);

    /// <summary>Takes more for an answer of this size, once it is known: one for each <see cref="BytesOfOne"/>.</summary>
    public void ChargeBytes(string whose, long bytes)
    {
        if (bytes >= BytesOfOne) buckets.Of(whose).Charge((double)bytes / BytesOfOne);
    }

    /// <summary>Takes what was used already.</summary>
    /// <returns>How long to wait before using more.</returns>
    public TimeSpan Owe(string whose, double cost) => buckets.Of(whose).Owe(cost);

    /// <summary>Spends one on a user's behalf.</summary>
    /// <exception cref="ProblemException">With <c>rate_limited</c>: there is none.</exception>
    public void Spend(Guid userId) => Acquire(userId.ToString()).OrThrow();
}

/// <param name="Remaining">How many are left.</param>
/// <param name="SecondsUntilFull">When the whole burst is there again, if nothing more is spent.</param>
/// <param name="RetryAfter">Null when it was allowed.</param>
public readonly record struct LimitAnswer(Limit Limit, int Remaining, int SecondsUntilFull, TimeSpan? RetryAfter)
{
    /// <summary>The value of <c>RateLimit</c>.</summary>
    public string Header => $"\"{Limit.Name}\";r={Remaining};t={SecondsUntilFull}";

    /// <summary>What a refused one is answered.</summary>
    public Problem Problem => Problems.RateLimited(Limit.Name, RetryAfter ?? TimeSpan.Zero);

    public void OrThrow()
    {
        if (RetryAfter is not null) throw new ProblemException(Problem);
    }
}
