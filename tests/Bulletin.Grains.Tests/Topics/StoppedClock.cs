namespace Bulletin.Grains.Tests.Topics;

/// <summary>A clock that stands still, with timers that run.</summary>
internal sealed class StoppedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
