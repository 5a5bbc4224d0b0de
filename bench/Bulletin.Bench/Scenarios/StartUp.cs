using System.Diagnostics;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Scenarios;

/// <summary>The time from process start to ready, on SQLite, compared with a bare Kestrel.</summary>
internal sealed class StartUp : IScenario
{
    public string Name => "start";

    public async Task Run(Bench bench)
    {
        using TempFolder folder = new();
        // The first start creates the database and the key. The measurement is what an operator sees on a restart.
        await Ours(folder.Path);
        var measured = await bench.InTurn("s", new("start to ready, SQLite", () => Ours(folder.Path)) { Settling = 0 }, new("bare Kestrel", Theirs) { Settling = 0 });

        bench.Results.Add(new("start to ready", measured[0], measured[1], 3, LessIsBetter: true));
        bench.Results.Add("start to ready", measured[0], ceiling: 1.5);
    }

    private static async Task<double> Ours(string folder)
    {
        var began = Stopwatch.GetTimestamp();
        using var process = Product.Start(folder, postgres: null, out var url);
        await process.Ready(new Uri(url, "/health/ready"));
        var took = Stopwatch.GetElapsedTime(began);
        process.Signal("TERM");
        await process.Exit();
        return took.TotalSeconds;
    }

    private static async Task<double> Theirs()
    {
        var began = Stopwatch.GetTimestamp();
        using var baseline = await Baseline.Started("kestrel");
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
