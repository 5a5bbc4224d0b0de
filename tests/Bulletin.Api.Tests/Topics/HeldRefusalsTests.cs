using Bulletin.Api.Topics;
using Microsoft.Extensions.Time.Testing;

namespace Bulletin.Api.Tests;

/// <summary>How long "topic not found" takes does not tell why.</summary>
public sealed class HeldRefusalsTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly HeldRefusals held;

    public HeldRefusalsTests() => held = new(clock);

    [Theory]
    [InlineData(0, 25)]
    [InlineData(3, 25)]
    [InlineData(24, 25)]
    [InlineData(26, 50)]
    public async Task A_refusal_is_held_however_long_it_took_to_find_out(int took, int until)
    {
        var began = held.Begin();
        clock.Advance(TimeSpan.FromMilliseconds(took));

        var holding = held.Hold(began, TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromMilliseconds(until - took - 0.5));
        Assert.False(holding.IsCompleted);

        clock.Advance(TimeSpan.FromMilliseconds(1));
        await holding.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Nothing_is_held_for_a_caller_who_has_gone()
    {
        using CancellationTokenSource gone = new();
        var holding = held.Hold(held.Begin(), gone.Token);

        await gone.CancelAsync();

        await holding.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }
}
