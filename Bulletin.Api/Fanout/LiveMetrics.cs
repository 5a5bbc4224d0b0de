using System.Diagnostics.Metrics;
using Bulletin.Grains;

namespace Bulletin.Api.Fanout;

/// <summary>What operators see of a gateway's live connections.</summary>
internal sealed class LiveMetrics
{
    public const string Fresh = "fresh", Resumed = "resumed", Reset = "reset";

    private readonly Meter meter;
    private readonly UpDownCounter<long> connections;
    private readonly Counter<long> connected;
    private readonly Counter<long> dropped;
    private readonly Counter<long> joins;
    private readonly Counter<long> gaps;
    private readonly Histogram<double> delivery;

    public LiveMetrics(IMeterFactory meters, TimeProvider? clock = null)
    {
        Deliveries = new(clock ?? TimeProvider.System);
        meter = meters.Create(BulletinTelemetry.Name);
        connections = meter.CreateUpDownCounter<long>("bulletin.live.connections", "{connection}", "Open hub connections");
        connected = meter.CreateCounter<long>("bulletin.live.connected", "{connection}", "Hub connections opened");
        dropped = meter.CreateCounter<long>("bulletin.live.dropped", "{connection}", "Connections dropped because the client did not read");
        joins = meter.CreateCounter<long>("bulletin.live.joins", "{join}", "Topics joined: fresh, resumed from a revision, or reset because it was too far back");
        gaps = meter.CreateCounter<long>("bulletin.live.gaps", "{gap}", "Gaps detected between a topic's revision and the changes this gateway received");
        delivery = meter.CreateHistogram<double>(
            "bulletin.live.delivery.duration", "s", "Time from a message's creation until it is passed to this gateway's connections; includes clock skew",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10] });
        connections.Add(0);
        foreach (var counter in new[] { connected, dropped, gaps }) counter.Add(0);
        foreach (var kind in new[] { Fresh, Resumed, Reset }) joins.Add(0, Kind(kind));
    }

    /// <summary>How long the latest deliveries took.</summary>
    public DeliveryTimes Deliveries { get; }

    /// <param name="count">Adds up what waits, each time somebody reads the metrics.</param>
    public void CountWaiting(Func<int> count) =>
        meter.CreateObservableGauge("bulletin.live.waiting", count, "{event}", "Events waiting for clients to read them");

    /// <param name="bytes">What large answers and waiting events take in memory.</param>
    public void CountBytes(Func<long> bytes) =>
        meter.CreateObservableGauge("bulletin.live.in_flight", bytes, "By", "Large answers and waiting events that clients have not read yet");

    public void Connected()
    {
        connections.Add(1);
        connected.Add(1);
    }

    public void Disconnected() => connections.Add(-1);

    public void Dropped() => dropped.Add(1);

    public void Joined(string kind) => joins.Add(1, Kind(kind));

    public void Gap() => gaps.Add(1);

    public void Delivered(TimeSpan sinceCreated)
    {
        delivery.Record(Math.Max(0, sinceCreated.TotalSeconds));
        Deliveries.Add(sinceCreated);
    }

    private static KeyValuePair<string, object?> Kind(string kind) => new("kind", kind);
}
