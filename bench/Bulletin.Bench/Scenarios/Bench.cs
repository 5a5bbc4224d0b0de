using System.Diagnostics;
using Bulletin.Bench.Report;

namespace Bulletin.Bench.Scenarios;

/// <summary>What a scenario needs: how long and how often it runs, and where its findings go.</summary>
/// <param name="Hold">The contender of this name runs for a minute, to look at it with a profiler; what comes before it runs once.</param>
internal sealed record Bench(bool Quick, Results Results, string? Hold = null)
{
    public int Runs => Quick ? 2 : 5;

    public TimeSpan WarmUp => TimeSpan.FromSeconds(Quick ? 0.3 : 0.5);

    public TimeSpan Measured => TimeSpan.FromSeconds(Quick ? 1 : 3);

    /// <summary>How many topics posts are spread over.</summary>
    public int Topics => Quick ? 100 : 1_000;

    private static TimeSpan Held => TimeSpan.FromMinutes(1);

    /// <summary>Until everything that is measured has been compiled for good: on one core that takes a while, beside the load.</summary>
    public TimeSpan Settling => TimeSpan.FromSeconds(Quick ? 3 : 20);

    /// <summary>Lets each contender settle, then runs them in turn, so that whatever else the machine does meanwhile strikes all alike.</summary>
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

    /// <exception cref="HeldException">Always: there is nothing to compare with.</exception>
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

/// <summary>Something that is measured in turn with others.</summary>
internal sealed record Contender(string Name, Func<Task<double>> Run)
{
    /// <summary>How much of the time to settle it needs: little if its process has settled under other load.</summary>
    public double Settling { get; init; } = 1;
}

/// <summary>Something that is measured, under the name by which it is asked for.</summary>
internal interface IScenario
{
    string Name { get; }

    Task Run(Bench bench);
}

/// <summary>A scenario ends here: it was only held under load.</summary>
internal sealed class HeldException(string message) : Exception(message);
