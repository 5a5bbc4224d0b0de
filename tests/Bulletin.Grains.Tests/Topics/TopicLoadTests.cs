using Bulletin.Grains.Topics.Memory;
using Microsoft.Extensions.Time.Testing;

namespace Bulletin.Grains.Tests.Topics;

public sealed class TopicLoadTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly TopicLoad load;

    public TopicLoadTests() => load = new(clock);

    [Fact]
    public void Changes_fade_within_two_minutes()
    {
        load.Changed(40);
        Assert.Equal(40, load.PerMinute);

        clock.Advance(TimeSpan.FromSeconds(90));
        load.Changed(5);
        Assert.Equal(25, load.PerMinute);

        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(0, load.PerMinute);
    }

    [Fact]
    public void What_waits_is_counted_up_and_down()
    {
        load.Waits(3);
        load.Waits(-2);

        Assert.Equal(1, load.Waiting);
    }
}
