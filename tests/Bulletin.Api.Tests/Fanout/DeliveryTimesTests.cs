using Bulletin.Api.Fanout;
using Microsoft.Extensions.Time.Testing;

namespace Bulletin.Api.Tests;

/// <summary>The percentiles of deliveries that admins see.</summary>
public sealed class DeliveryTimesTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly DeliveryTimes times;

    public DeliveryTimesTests() => times = new(clock);

    [Fact]
    public void Without_a_delivery_there_is_no_percentile() => Assert.Null(times.Percentile(0.5));

    [Fact]
    public void The_percentiles_are_those_of_the_deliveries_within_a_tenth()
    {
        for (var i = 1; i <= 1_000; i++) times.Add(TimeSpan.FromMilliseconds(i));

        Assert.InRange(times.Percentile(0.5)!.Value.TotalMilliseconds, 450, 550);
        Assert.InRange(times.Percentile(0.99)!.Value.TotalMilliseconds, 891, 1089);
    }

    [Fact]
    public void One_slow_delivery_in_a_hundred_does_not_move_the_median()
    {
        for (var i = 0; i < 99; i++) times.Add(TimeSpan.FromMilliseconds(2));
        times.Add(TimeSpan.FromSeconds(5));

        Assert.InRange(times.Percentile(0.5)!.Value.TotalMilliseconds, 1.8, 2.2);
        Assert.InRange(times.Percentile(1)!.Value.TotalSeconds, 4.5, 5.5);
    }

    [Fact]
    public void A_delivery_counts_for_half_a_minute_at_least_and_is_forgotten_after_a_minute()
    {
        times.Add(TimeSpan.FromMilliseconds(10));

        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.NotNull(times.Percentile(0.5));

        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Null(times.Percentile(0.5));
    }

    [Fact]
    public void A_clock_that_is_behind_or_a_delivery_of_hours_breaks_nothing()
    {
        times.Add(TimeSpan.FromSeconds(-1));
        Assert.InRange(times.Percentile(0.5)!.Value, TimeSpan.Zero, TimeSpan.FromMilliseconds(1));

        times.Add(TimeSpan.FromDays(1));
        Assert.True(times.Percentile(1) > TimeSpan.FromMinutes(60));
    }

    [Fact]
    public void Deliveries_from_many_threads_are_all_counted()
    {
        Parallel.For(0, 9_000, _ => times.Add(TimeSpan.FromMilliseconds(1)));
        for (var i = 0; i < 1_000; i++) times.Add(TimeSpan.FromSeconds(1));

        Assert.InRange(times.Percentile(0.9)!.Value.TotalMilliseconds, 0.9, 1.1);
        Assert.InRange(times.Percentile(0.901)!.Value.TotalMilliseconds, 900, 1_100);
    }
}
