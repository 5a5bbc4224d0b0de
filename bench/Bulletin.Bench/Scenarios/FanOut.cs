using Bulletin.Bench.Report;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Scenarios;

/// <summary>One topic with two thousand listeners, compared with a SignalR hub that only sends to a group.</summary>
internal sealed class FanOut : IScenario
{
    private const int Listeners = 2_000;
    private const double PerSecond = 25;
    private const int Burst = 25;

    public string Name => "fan-out";

    public async Task Run(Bench bench)
    {
        using var product = await Product.Started(postgres: null, topics: 1);
        using var signalR = await Baseline.Started("signalr");
        using var ours = await Audience.Of(product, Listeners);
        using var theirs = await Audience.Of(signalR, Listeners);

        var capacity = await bench.InTurn("deliveries/s",
            new("sixteen posts under way", () => ours.Poster.AsFastAsTheyArrive(Reset(ours), bench.Measured)),
            new("bare SignalR group send", () => theirs.Poster.AsFastAsTheyArrive(Reset(theirs), bench.Measured)) { Settling = 0.5 });
        var paced = await bench.InTurn("deliveries per CPU-s",
            new("25 posts/s", () => PerProcessorSecond(bench, ours, burst: 1)) { Settling = 0 },
            new("bare SignalR group send, paced", () => PerProcessorSecond(bench, theirs, burst: 1)) { Settling = 0 });
        var bursts = await bench.InTurn("deliveries per CPU-s",
            new("25 posts at once, each second", () => PerProcessorSecond(bench, ours, Burst)) { Settling = 0 },
            new("bare SignalR group send, in bursts", () => PerProcessorSecond(bench, theirs, Burst)) { Settling = 0 });
        bench.Results.Add(new("fan-out to 2,000, paced 25/s: processor", paced[0], paced[1], 1.5));
        bench.Results.Add(new("fan-out to 2,000, in bursts of 25: processor", bursts[0], bursts[1]));
        bench.Results.Add(new("fan-out to 2,000: capacity", capacity[0], capacity[1]));

        await Latencies(bench, ours, theirs, "half load, 12.5 posts/s", PerSecond / 2, ceiling: 50);
        await Latencies(bench, ours, theirs, "25 posts/s", PerSecond, ceiling: null);
        await Growth(bench, ours, theirs);
    }

    private static Load.Swarm Reset(Audience audience)
    {
        audience.Swarm.Deliveries.Reset();
        return audience.Swarm;
    }

    private static async Task<double> PerProcessorSecond(Bench bench, Audience audience, int burst)
    {
        var before = audience.Server.ProcessorSeconds();
        await audience.Hear(PerSecond, bench.Measured, burst);
        return audience.Swarm.Deliveries.Count / (audience.Server.ProcessorSeconds() - before);
    }

    private static async Task Latencies(Bench bench, Audience ours, Audience theirs, string load, double perSecond, double? ceiling)
    {
        Measured p50 = new("p50", "ms", []), p99 = new("p99", "ms", []), bareP50 = new("bare SignalR", "ms", []), bareP99 = new("bare SignalR", "ms", []);
        for (var run = 0; run < bench.Runs; run++)
        {
            await Latency(bench, ours, perSecond, p50, p99);
            await Latency(bench, theirs, perSecond, bareP50, bareP99);
        }
        bench.Results.Add(new($"post to receive, {load}, p50", p50, bareP50));
        bench.Results.Add(new($"post to receive, {load}, p99", p99, bareP99));
        if (ceiling is not null) bench.Results.Add($"post to receive, {load}, p99", p99, ceiling);
    }

    private static async Task Latency(Bench bench, Audience audience, double perSecond, Measured p50, Measured p99)
    {
        await audience.Hear(perSecond, bench.Measured);
        p50.Runs.Add(audience.Swarm.Deliveries.Percentile(50));
        p99.Runs.Add(audience.Swarm.Deliveries.Percentile(99));
    }

    private static async Task Growth(Bench bench, params Audience[] audiences)
    {
        string[] names = ["Bulletin", "bare SignalR group send"];
        var lines = names.Select(name => new Line(name, [])).ToArray();
        for (var listeners = Listeners; listeners >= Listeners / 16; listeners /= 2)
        {
            for (var i = 0; i < audiences.Length; i++)
            {
                audiences[i].Swarm.Shrink(audiences[i].Swarm.Count - listeners);
                lines[i].Points.Insert(0, new(listeners, 1_000_000 / await PerProcessorSecond(bench, audiences[i], burst: 1)));
            }
        }
        bench.Results.Draw(new("watchers", "A delivery, by how many listen to the topic (25 posts/s)", "listeners", "µs of processor", Logarithmic: true, [.. lines]));
    }
}
