using Bulletin.Faults;
using Bulletin.Faults.Report;

RunOptions options;
try
{
    options = RunOptions.From(args);
}
catch (Exception wrong) when (wrong is ArgumentException or FormatException)
{
    Console.Error.WriteLine($"faults: {wrong.Message}. It takes [--minutes N] [--seed S] [--layout split|cohosted] [--network namespaces|loopback] [--only NAME] [--slack SECONDS] [--programs DIR] [--previous DIR] [--out DIR].");
    return 2;
}

using var log = new RunLog(options.Out);
if (options.Out is { } begun) ReportFiles.Begin(begun, options);

RunResult result;
try
{
    result = await new FaultRun(options, log.Say).Do();
}
catch (Exception broken)
{
    await Termination.Over();
    // Not left to the runtime, which would end at once and leave processes and namespaces behind.
    Console.Error.WriteLine($"The run broke off: {broken}");
    log.Keep($"The run broke off: {broken}");
    return 3;
}

foreach (var (at, what) in result.History.Incidents) log.Say($"{at:mm\\:ss} {what}");
foreach (var check in result.Violations.GroupBy(v => v.Check))
{
    log.Say($"VIOLATED {check.Key}: {check.Count()} times");
    foreach (var violation in check.Take(10)) log.Say($"  {violation.What}");
    foreach (var violation in check.Skip(10)) log.Keep($"  {violation.What}");
}
log.Say($"{result.History.Disturbances.Count} faults, {result.History.Posts.Count} posts, {result.Violations.Count} violations");

if (options.Out is { } folder) log.Say($"Report: {await ReportFiles.Write(folder, options, result)}");
return result.Violations.Count == 0 ? 0 : 1;
