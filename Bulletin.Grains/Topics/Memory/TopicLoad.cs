namespace Bulletin.Grains.Topics.Memory;

/// <summary>How busy a topic is. Counted by its grain, and read from other threads.</summary>
internal sealed class TopicLoad(TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly long began = clock.GetTimestamp();
    private long minute;
    private int thisMinute;
    private int minuteBefore;
    private volatile int waiting;

    /// <summary>Changes that wait for an append.</summary>
    public int Waiting => waiting;

    /// <summary>Changes in the last minute, taking those of the minute before as evenly spread.</summary>
    public int PerMinute
    {
        get
        {
            lock (gate)
            {
                var past = Turn();
                return thisMinute + (int)Math.Round(minuteBefore * (1 - past));
            }
        }
    }

    /// <summary>Called by the topic's grain alone.</summary>
    public void Waits(int change) => waiting += change;

    public void Changed(int changes)
    {
        lock (gate)
        {
            Turn();
            thisMinute += changes;
        }
    }

    /// <summary>Begins the next minute if it is time.</summary>
    /// <returns>How much of the minute has passed.</returns>
    private double Turn()
    {
        var minutes = clock.GetElapsedTime(began).TotalMinutes;
        var now = (long)minutes;
        if (now != minute)
        {
            minuteBefore = now == minute + 1 ? thisMinute : 0;
            (minute, thisMinute) = (now, 0);
        }
        return minutes - now;
    }
}
