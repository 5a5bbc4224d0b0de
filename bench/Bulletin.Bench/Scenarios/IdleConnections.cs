using System.Globalization;
using Bulletin.Bench.Load;
using Bulletin.Bench.Report;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Scenarios;

/// <summary>The memory of a connection that has joined a topic and only listens, compared with one in a group of a bare SignalR hub.</summary>
internal sealed class IdleConnections : IScenario
{
    private const int Topics = 100;
    private const double Kilobyte = 1024;

    public string Name => "idle";

    public async Task Run(Bench bench)
    {
        var (steps, step) = bench.Quick ? (2, 500) : (5, 2_000);
        // This process holds the clients of both, plus a few other open files.
        step = Math.Min(step, (OpenFiles() - 1_000) / 2 / (steps + 1));
        using var product = await Product.Started(postgres: null, topics: Topics);
        using var signalR = await Baseline.Started("signalr");
        using Swarm ours = new((client, number) => Audience.Join(client, product, number, product.Topics[number % Topics]));
        using Swarm theirs = new((client, _) => client.Open(signalR.Url, "/hub", token: null));

        // The first connections load code and fill pools that the others share.
        Level[] levels = [new(product.Process, ours, "Bulletin"), new(signalR.Process, theirs, "bare SignalR")];
        foreach (var level in levels) await level.Begin(step / 4);
        for (var i = 0; i < steps; i++)
            foreach (var level in levels) await level.Grow(step);

        bench.Results.Add(new($"memory of an idle connection, {ours.Count:N0} of them", levels[0].Each, levels[1].Each, 1.25, LessIsBetter: true));
        bench.Results.Draw(new("connections", "Memory of a process, by idle connections", "connections", "MB resident", Logarithmic: false, [.. levels.Select(l => l.Line)]));
    }

    private static int OpenFiles() =>
        int.Parse(File.ReadLines("/proc/self/limits").First(line => line.StartsWith("Max open files", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[3], CultureInfo.InvariantCulture);

    private sealed class Level(Running process, Swarm swarm, string name)
    {
        private double before;

        public Measured Each { get; } = new(name, "KB", []);

        public Line Line { get; } = new(name, []);

        public async Task Begin(int connections)
        {
            await swarm.Grow(connections);
            before = await Garbage.Collected(process);
            Line.Points.Add(new(swarm.Count, before / Kilobyte / Kilobyte));
        }

        public async Task Grow(int by)
        {
            await swarm.Grow(by);
            var after = await Garbage.Collected(process);
            Each.Runs.Add((after - before) / by / Kilobyte);
            Line.Points.Add(new(swarm.Count, after / Kilobyte / Kilobyte));
            before = after;
        }
    }
}
