using System.Diagnostics;
using Bulletin.Bench.Report;

namespace Bulletin.Bench.Scenarios;

/// <summary>The settings of a scenario: how long and how often it runs, and where its results go.</summary>
/// <param name="Hold">The contender to run for a minute, for a profiler; the ones before it run once.</param>
internal sealed record Bench(bool Quick, Results Results, string? Hold = null)
{
    public int Runs => Quick ? 2 : 5;

    public TimeSpan WarmUp => TimeSpan.FromSeconds(Quick ? 0.3 : 0.5);

    public TimeSpan Measured => TimeSpan.FromSeconds(Quick ? 1 : 3);

    /// <summary>The number of topics that posts are spread over.</summary>
    public int Topics => Quick ? 100 : 1_000;

    private static TimeSpan Held => TimeSpan.FromMinutes(1);

    /// <summary>Warm-up until the measured code has been fully compiled: on one core, under load, that takes a while.</summary>
    public TimeSpan Settling => TimeSpan.FromSeconds(Quick ? 3 : 20);

    /// <summary>Warms up each contender, then runs them in turn, so that other load on the machine affects all alike.</summary>
    public async Task<Measured[]> InTurn(string unit, params Contender[] contenders)
    {
        if (contenders.FirstOrDefault(c => c.Name == Hold) is { } held) await HoldUnderLoad(unit, held);
        if (Hold is null)
            foreach (var contender in contenders) await Settle(contender);
        var measured = contenders.Select(c => new Measured(c.Name, unit, [])).ToArray();
        for (var run = 0; run < (Hold is null ? Runs : 1); run++)
            for (var i = 0; i < contenders.Length; i++) measured[i].Runs.Add(await contenders[i].Run());
        return measured;
    }

    /// <exception cref="HeldException">Always: there is nothing to compare.</exception>
    private async Task HoldUnderLoad(string unit, Contender held)
    {
        await Settle(held with { Settling = 1 });
        Measured measured = new(held.Name, unit, []);
        Console.WriteLine($"'{Hold}' is under load for a minute.");
        var began = Stopwatch.GetTimestamp();
        do measured.Runs.Add(await held.Run());
        while (Stopwatch.GetElapsedTime(began) < Held);
        throw new HeldException($"{measured.Median:N1} {unit}");
    }

    private async Task Settle(Contender contender)
    {
        var began = Stopwatch.GetTimestamp();
        do await contender.Run();
        while (Stopwatch.GetElapsedTime(began) < Settling * contender.Settling);
    }
}

/// <summary>A system that is measured in turn with others.</summary>
internal sealed record Contender(string Name, Func<Task<double>> Run)
{
    /// <summary>The fraction of the warm-up it needs: little if its process has warmed up under other load.</summary>
    public double Settling { get; init; } = 1;
}

/// <summary>A benchmark, selected by its name.</summary>
internal interface IScenario
{
    string Name { get; }

    Task Run(Bench bench);
}

/// <summary>Ends a scenario that only held a contender under load.</summary>
internal sealed class HeldException(string message) : Exception(message);
