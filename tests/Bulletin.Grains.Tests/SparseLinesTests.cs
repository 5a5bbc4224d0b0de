using Microsoft.Extensions.Time.Testing;

namespace Bulletin.Grains.Tests;

public sealed class SparseLinesTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void What_repeats_is_said_at_once_and_then_every_ten_seconds()
    {
        SparseLines lines = new(_clock);

        var said = Enumerable.Range(0, 21).Count(_ =>
        {
            var isDue = lines.IsDue("away");
            _clock.Advance(TimeSpan.FromSeconds(1));
            return isDue;
        });

        Assert.Equal(3, said);
    }

    [Fact]
    public void Another_reason_is_said_at_once()
    {
        SparseLines lines = new(_clock);

        Assert.Equal([true, true, false, true], new[] { "away", "not migrated", "not migrated", "away" }.Select(lines.IsDue));
    }
}
