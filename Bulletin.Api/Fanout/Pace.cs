namespace Bulletin.Api.Fanout;

/// <summary>
/// When an audience may be written to next. By GCRA: a write that comes a little early goes out, and makes the next due later instead,
/// so that posts at a steady rate, each a little early or late, are told at once as long as that rate is borne.
/// </summary>
internal sealed class Pace(TimeProvider clock)
{
    /// <summary>
    /// From one write to the next, for each connection. A write costs about 20 µs of a core: so however much is posted in a
    /// topic, telling it leaves half of a core to others. Two thousand connections hear of a change up to 80 ms later then.
    /// </summary>
    private static readonly TimeSpan PauseOfEach = TimeSpan.FromMicroseconds(40);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(100);

    /// <summary>No timer is as exact as that, and it would cost more than it saves.</summary>
    private static readonly TimeSpan NoPause = TimeSpan.FromMilliseconds(5);

    /// <summary>So early is early enough: a part of the pause, and what posts are early or late by on a busy machine.</summary>
    private const int ToleratedPart = 4;
    private static readonly TimeSpan Tolerated = TimeSpan.FromMilliseconds(10);

    private long due;

    /// <returns>How long a write to so many has to wait; zero if not at all.</returns>
    public TimeSpan Wait(int connections)
    {
        var early = clock.GetElapsedTime(clock.GetTimestamp(), due);
        var tolerance = Pause(connections) / ToleratedPart;
        return early <= (tolerance > Tolerated ? tolerance : Tolerated) ? TimeSpan.Zero : early;
    }

    /// <summary>So many are written to now, whether it was due or not.</summary>
    public void Written(int connections)
    {
        var now = clock.GetTimestamp();
        due = Math.Min(Math.Max(due, now) + Ticks(Pause(connections)), now + Ticks(LongestPause));
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * clock.TimestampFrequency);

    private static TimeSpan Pause(int connections)
    {
        var pause = connections * PauseOfEach;
        return pause < NoPause ? TimeSpan.Zero : pause < LongestPause ? pause : LongestPause;
    }
}
