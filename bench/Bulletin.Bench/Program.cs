using System.Globalization;
using Bulletin.Bench.Report;
using Bulletin.Bench.Scenarios;
using Bulletin.Bench.Systems;

// Bulletin.Bench [--quick] [--only NAME[,NAME…]] [--scale [--topics N] [--messages N]] [--minutes N] [--size N] [--report] [--hold NAME]: measures
// Bulletin against bare baselines in the same run. See docs/performance.md.
int Number(string name, int otherwise) => Option(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at ? args[at + 1] : null;

IScenario[] scenarios =
[
    new StartUp(), new Posts(), new SlowDatabase(), new SqlitePosts(), new Reads(), new FanOut(), new IdleConnections(), new JoinStorm(),
    new NonReaders(), new ColdTopics(), new SignIn(), new MixedDay(), new Office(), new SetUps(), new Abuse(TimeSpan.FromMinutes(Number("--minutes", 1))),
    new AdminLists(Number("--size", 50_000)), new Personal(),
];
IScenario[] scale = [new Scale(Number("--topics", 1_000_000), Number("--messages", 20_000_000))];
// They take long, so they run only by name.
IScenario[] named = [new Search(Number("--size", 1_000_000)), new Morning()];

string[] options = ["--quick", "--only", "--scale", "--topics", "--messages", "--minutes", "--size", "--report", "--hold"];
if (args.FirstOrDefault(arg => arg.StartsWith('-') && !options.Contains(arg)) is { } option)
{
    Console.Error.WriteLine($"There is no option '{option}'. There are: {string.Join(", ", options)}");
    return 2;
}
if (args.Contains("--report"))
{
    Document.Write(ResultFile.Newest(Results.Folder));
    return 0;
}

var quick = args.Contains("--quick");
var only = Option("--only")?.Split(',');
IScenario[] known = [.. scenarios, .. scale, .. named];
if (only?.FirstOrDefault(name => known.All(s => s.Name != name)) is { } unknown)
{
    Console.Error.WriteLine($"There is no scenario '{unknown}'. There are: {string.Join(", ", known.Select(s => s.Name))}");
    return 2;
}

Pinned.This();
Console.WriteLine($"What is measured runs on core {Pinned.Measured}, the load on core {Pinned.Load}.");
Results results = new();
Bench bench = new(quick, results, Option("--hold"));
var failed = false;
foreach (var scenario in only is not null ? known.Where(s => only.Contains(s.Name)) : args.Contains("--scale") ? scale : scenarios)
{
    Console.WriteLine($"== {scenario.Name}");
    results.Begin();
    try
    {
        await scenario.Run(bench);
    }
    catch (HeldException held)
    {
        Console.WriteLine(held.Message);
        continue;
    }
    catch (Exception e)
    {
        await Termination.Over();
        // The scenario disposes what it started; the others still run.
        Console.Error.WriteLine($"The scenario '{scenario.Name}' failed: {e}");
        failed = true;
        continue;
    }
    if (bench.Hold is not null) Console.WriteLine($"There is no '{bench.Hold}' in it.");
    else if (!quick) results.Keep(scenario.Name);
}

results.Print();
return failed ? 1 : 0;
