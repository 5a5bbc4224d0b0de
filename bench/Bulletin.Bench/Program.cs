using Bulletin.Bench.Report;
using Bulletin.Bench.Scenarios;
using Bulletin.Bench.Systems;

// Bulletin.Bench [--quick] [--only NAME[,NAME…]]: measures Bulletin beside bare baselines in the same run. See docs/performance.md.
IScenario[] scenarios = [new StartUp(), new Posts(), new SqlitePosts(), new Reads()];
var quick = args.Contains("--quick");
var only = Array.IndexOf(args, "--only") is >= 0 and var at ? args[at + 1].Split(',') : null;
if (only?.FirstOrDefault(name => scenarios.All(s => s.Name != name)) is { } unknown)
{
    Console.Error.WriteLine($"There is no scenario '{unknown}'. There are: {string.Join(", ", scenarios.Select(s => s.Name))}");
    return 2;
}

Pinned.This();
Console.WriteLine($"What is measured runs on core {Pinned.Measured}, the load on core {Pinned.Load}.");
Results results = new();
Bench bench = new(quick, results);
foreach (var scenario in scenarios.Where(s => only is null || only.Contains(s.Name)))
{
    Console.WriteLine($"== {scenario.Name}");
    await scenario.Run(bench);
}

results.Table();
var date = TimeProvider.System.GetLocalNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
if (!quick && only is null) results.Save(Path.Combine(Programs.Root, "bench", "results"), date, quick);
return 0;
