using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Microsoft.Extensions.Time.Testing;

namespace Bulletin.Api.Tests.Limits;

public sealed class LimitTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void A_burst_may_be_spent_at_once_and_comes_back_with_time()
    {
        Limit limit = new("posting", new() { PerSecond = 2, Burst = 3 }, clock);
        for (var left = 2; left >= 0; left--)
        {
            var spent = limit.Acquire("ada");
            Assert.Null(spent.RetryAfter);
            Assert.Equal($"\"posting\";r={left};t={Math.Ceiling((3 - left) / 2.0)}", spent.Header);
        }

        Assert.Equal(TimeSpan.FromSeconds(0.5), limit.Acquire("ada").RetryAfter);
        Assert.Null(limit.Acquire("bob").RetryAfter);

        clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Null(limit.Acquire("ada").RetryAfter);
        Assert.NotNull(limit.Acquire("ada").RetryAfter);

        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(2, limit.Acquire("ada").Remaining);
    }

    [Fact]
    public async Task A_refusal_comes_late()
    {
        Limit limit = new("posting", new() { PerSecond = 1, Burst = 1 }, clock);
        limit.Acquire("ada");

        var refusal = DelayedRefusal.Throw(limit.Acquire("ada"), TestContext.Current.CancellationToken);

        Assert.False(refusal.IsCompleted);
        Assert.Equal(429, (await Assert.ThrowsAsync<ProblemException>(() => refusal)).Problem.Status);
    }

    [Fact]
    public void Being_refused_costs_nothing()
    {
        Limit limit = new("posting", new() { PerSecond = 1, Burst = 1 }, clock);
        limit.Acquire("ada");
        for (var i = 0; i < 100; i++) Assert.NotNull(limit.Acquire("ada").RetryAfter);

        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(limit.Acquire("ada").RetryAfter);
    }

    [Fact]
    public void However_many_come_it_keeps_a_bounded_number_of_buckets_and_newcomers_share_the_rest()
    {
        Buckets buckets = new(new() { PerSecond = 0.01, Burst = 2 }, clock, capacity: 10);
        for (var i = 0; i < 10; i++) Assert.Null(buckets.Of($"early {i}").Spend(out _));

        var served = Enumerable.Range(0, 10_000).Count(i => buckets.Of($"late {i}").Spend(out _) is null);

        Assert.Equal(10, buckets.Count);
        // 256 shared buckets of two tokens each.
        Assert.InRange(served, 2, 512);
        // Earlier callers keep the rest of their own buckets.
        Assert.Null(buckets.Of("early 0").Spend(out var left));
        Assert.Equal(0, left);
    }

    [Fact]
    public void A_bucket_that_is_full_again_makes_room()
    {
        Buckets buckets = new(new() { PerSecond = 1, Burst = 2 }, clock, capacity: 10);
        for (var i = 0; i < 10; i++) buckets.Of($"early {i}").Spend(out _);

        clock.Advance(TimeSpan.FromSeconds(2));
        buckets.Of("late").Spend(out _);

        Assert.Equal(1, buckets.Count);
    }

    [Fact]
    public async Task Spent_by_many_at_once_it_is_spent_so_often_and_no_more()
    {
        Limit limit = new("posting", new() { PerSecond = 0.01, Burst = 100 }, clock);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => Enumerable.Range(0, 50).Count(_ => limit.Acquire("ada").RetryAfter is null), TestContext.Current.CancellationToken)));

        Assert.Equal(100, answers.Sum());
    }
}
