using System.Diagnostics.Metrics;

namespace Bulletin.Grains.Personal.Following;

/// <summary>What operators see of a silo's follower of the log.</summary>
internal sealed class FollowerMetrics
{
    private readonly Histogram<double> lag;
    private readonly UpDownCounter<long> waiting;

    public FollowerMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(BulletinTelemetry.Name);
        lag = meter.CreateHistogram<double>(
            "bulletin.follower.lag", "s", "Time from the creation of a message until everybody concerned is notified",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 1800] });
        waiting = meter.CreateUpDownCounter<long>("bulletin.follower.waiting", "{topic}", "Topics in which something has happened that was not followed yet");
        waiting.Add(0);
    }

    public void Followed(TimeSpan after) => lag.Record(Math.Max(0, after.TotalSeconds));

    public void Waiting(int change)
    {
        if (change != 0) waiting.Add(change);
    }
}
