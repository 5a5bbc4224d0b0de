using Bulletin.Faults;
using Bulletin.Faults.Report;

RunOptions options;
try
{
    options = RunOptions.From(args);
}
catch (Exception wrong) when (wrong is ArgumentException or FormatException)
{
    Console.Error.WriteLine($"faults: {wrong.Message}. It takes [--minutes N] [--seed S] [--layout split|cohosted] [--network namespaces|loopback] [--only NAME] [--slack SECONDS] [--programs DIR] [--out DIR].");
    return 2;
}

RunResult result;
try
{
    result = await new FaultRun(options, Console.WriteLine).Do();
}
catch (Exception broken)
{
    await Termination.Over();
    // Not left to the runtime, which would end at once and leave processes and namespaces behind.
    Console.Error.WriteLine($"The run broke off: {broken}");
    return 3;
}

foreach (var (at, what) in result.History.Incidents) Console.WriteLine($"{at:mm\\:ss} {what}");
foreach (var check in result.Violations.GroupBy(v => v.Check))
{
    Console.WriteLine($"VIOLATED {check.Key}: {check.Count()} times");
    foreach (var violation in check.Take(10)) Console.WriteLine($"  {violation.What}");
}

if (options.Out is { } folder)
{
    Directory.CreateDirectory(folder);
    var figures = new Figures(result.History);
    await File.WriteAllTextAsync(Path.Combine(folder, "timeline.svg"), Timeline.Draw(result.History, figures));
    await File.WriteAllTextAsync(Path.Combine(folder, "README.md"), MarkdownReport.Of(options, result, figures));
    foreach (var (name, log) in result.Logs) await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.log"), log);
    Console.WriteLine($"Report: {Path.Combine(folder, "README.md")}");
}

Console.WriteLine($"{result.History.Disturbances.Count} faults, {result.History.Posts.Count} posts, {result.Violations.Count} violations");
return result.Violations.Count == 0 ? 0 : 1;
