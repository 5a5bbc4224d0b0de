using System.Diagnostics;
using Bulletin.Bench.Report;

namespace Bulletin.Bench.Scenarios;

/// <summary>What a scenario needs: how long and how often it runs, and where its findings go.</summary>
internal sealed record Bench(bool Quick, Results Results)
{
    public int Runs => Quick ? 3 : 5;

    public TimeSpan WarmUp => TimeSpan.FromSeconds(Quick ? 1 : 2);

    public TimeSpan Measured => TimeSpan.FromSeconds(Quick ? 2 : 5);

    /// <summary>Until everything that is measured has been compiled for good: on one core that takes a while, beside the load.</summary>
    public TimeSpan Settling => TimeSpan.FromSeconds(Quick ? 8 : 20);

    /// <summary>Lets each contender settle, then runs them in turn, so that whatever else the machine does meanwhile strikes all alike.</summary>
    public async Task<Measured[]> InTurn(string unit, params (string Name, Func<Task<double>> Run)[] contenders)
    {
        var measured = contenders.Select(c => new Measured(c.Name, unit, [])).ToArray();
        foreach (var (_, run) in contenders)
        {
            var began = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(began) < Settling) await run();
        }
        for (var run = 0; run < Runs; run++)
            for (var i = 0; i < contenders.Length; i++) measured[i].Runs.Add(await contenders[i].Run());
        return measured;
    }
}

/// <summary>Something that is measured, under the name by which it is asked for.</summary>
internal interface IScenario
{
    string Name { get; }

    Task Run(Bench bench);
}
