using System.Diagnostics.Metrics;

namespace Bulletin.Grains.Topics.Commits;

/// <summary>What operators see of the shared commits, under the meter <c>Bulletin</c>.</summary>
internal sealed class CommitMetrics
{
    private static readonly KeyValuePair<string, object?> Ok = new("outcome", "committed");
    private static readonly KeyValuePair<string, object?> Lost = new("outcome", "failed");

    private readonly UpDownCounter<long> _waiting;
    private readonly Counter<long> _batches;
    private readonly Histogram<long> _rows;
    private readonly Histogram<double> _duration;

    public CommitMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(BulletinTelemetry.Name);
        _waiting = meter.CreateUpDownCounter<long>("bulletin.commit.waiting", "{append}", "Appends waiting for a commit");
        _batches = meter.CreateCounter<long>("bulletin.commit.batches", "{batch}", "Commits, by outcome");
        _rows = meter.CreateHistogram<long>(
            "bulletin.commit.rows", "{row}", "Messages in a commit",
            advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] });
        _duration = meter.CreateHistogram<double>(
            "bulletin.commit.duration", "s", "Duration of a commit",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.0005, .001, .002, .005, .01, .02, .05, .1, .25, .5, 1, 2.5, 5] });
        _waiting.Add(0);
        _batches.Add(0, Ok);
        _batches.Add(0, Lost);
    }

    public void Committed(List<TopicAppend> appends, TimeSpan duration)
    {
        long rows = 0;
        foreach (var append in appends) rows += append.Posted.Count + append.Changed.Count;
        _batches.Add(1, Ok);
        _rows.Record(rows);
        _duration.Record(duration.TotalSeconds);
    }

    public void Waiting(int change) => _waiting.Add(change);

    public void Failed() => _batches.Add(1, Lost);
}
