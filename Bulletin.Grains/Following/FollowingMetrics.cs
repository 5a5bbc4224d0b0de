using System.Diagnostics.Metrics;

namespace Bulletin.Grains.Following;

/// <summary>What operators see of one of a silo's followers of the log.</summary>
/// <param name="name">What the names of its instruments begin with.</param>
internal abstract class FollowingMetrics(IMeterFactory meters, string name, string lagMeans, string waitingMeans)
{
    private readonly Histogram<double> lag = meters.Create(BulletinTelemetry.Name).CreateHistogram<double>(
        $"{name}.lag", "s", lagMeans, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 1800] });

    private readonly UpDownCounter<long> waiting = Shown(meters.Create(BulletinTelemetry.Name).CreateUpDownCounter<long>($"{name}.waiting", "{topic}", waitingMeans));

    public void Followed(TimeSpan after) => lag.Record(Math.Max(0, after.TotalSeconds));

    public void Waiting(int change)
    {
        if (change != 0) waiting.Add(change);
    }

    /// <summary>An instrument that has no value yet is not exported.</summary>
    private static UpDownCounter<long> Shown(UpDownCounter<long> counter)
    {
        counter.Add(0);
        return counter;
    }
}
