using Bulletin.Api.Fanout;
using Microsoft.Extensions.Time.Testing;

namespace Bulletin.Api.Tests;

/// <summary>The write rate of an audience: the larger the audience, the less frequent.</summary>
public sealed class PacerTests
{
    private const int Many = 2_000;
    private static readonly TimeSpan Borne = TimeSpan.FromMilliseconds(80), Longest = TimeSpan.FromMilliseconds(100);

    private readonly FakeTimeProvider clock = new();
    private readonly Pacer pacer;

    public PacerTests() => pacer = new(clock);

    [Theory]
    [InlineData(Many, 80, 9)]
    [InlineData(500, 20, 4)]
    public void A_rate_that_is_borne_never_waits_though_each_write_is_a_little_early_or_late(int connections, int every, int late)
    {
        Random random = new(1);
        var began = clock.GetUtcNow();

        for (var i = 1; i <= 1_000; i++)
        {
            clock.SetUtcNow(began + TimeSpan.FromMilliseconds(i * every + random.Next(-late, late + 1)));
            Assert.Equal(TimeSpan.Zero, pacer.Pause(connections));
            pacer.Written(connections);
        }
    }

    [Fact]
    public void More_than_that_waits_until_no_more_than_that_is_written()
    {
        var began = clock.GetUtcNow();

        for (var i = 0; i <= 100; i++)
        {
            var wait = pacer.Pause(Many);
            Assert.InRange(wait, TimeSpan.Zero, Longest);
            clock.Advance(wait);
            pacer.Written(Many);
        }

        // The last write may be early within the tolerance.
        Assert.InRange(clock.GetUtcNow() - began, 99 * Borne, 100 * Borne);
    }

    [Fact]
    public void A_few_never_wait()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(TimeSpan.Zero, pacer.Pause(connections: 100));
            pacer.Written(connections: 100);
        }
    }

    [Fact]
    public void Writes_that_were_not_due_do_not_hold_up_the_next_for_long()
    {
        for (var i = 0; i < 100; i++) pacer.Written(Many);

        Assert.InRange(pacer.Pause(Many), Borne, Longest);
    }
}
