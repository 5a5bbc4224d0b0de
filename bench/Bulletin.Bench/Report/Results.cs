using System.Globalization;
using System.Text.Json;

namespace Bulletin.Bench.Report;

/// <summary>Everything a run of the bench has found: printed as a table, kept as JSON.</summary>
internal sealed class Results
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly List<Comparison> comparisons = [];

    public bool AllMet => comparisons.TrueForAll(c => c.Met != false);

    public void Add(Comparison comparison)
    {
        comparisons.Add(comparison);
        Console.WriteLine(Line(comparison));
    }

    public void Table()
    {
        Console.WriteLine();
        Console.WriteLine("| scenario | ours | against | | ratio | asked for | |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var comparison in comparisons) Console.WriteLine(Line(comparison));
    }

    public void Save(string folder, string date, bool quick)
    {
        Directory.CreateDirectory(folder);
        var machine = new { cores = Environment.ProcessorCount, runtime = Environment.Version.ToString(), processor = Processor() };
        var document = new
        {
            date, quick, machine,
            comparisons = comparisons.Select(c => new
            {
                c.Scenario, ratio = Math.Round(c.Ratio, 3), c.Floor, c.LessIsBetter, c.Met,
                ours = Of(c.Ours), theirs = Of(c.Theirs),
            }),
        };
        File.WriteAllText(Path.Combine(folder, $"{date}.json"), JsonSerializer.Serialize(document, s_json));
    }

    private static object Of(Measured measured) =>
        new { measured.Contender, measured.Unit, median = Math.Round(measured.Median, 4), spread = Math.Round(measured.Spread, 3), runs = measured.Runs.Select(run => Math.Round(run, 4)) };

    private static string Line(Comparison c)
    {
        var met = c.Met switch { true => "met", false => "**not met**", null => "" };
        var floor = c.Floor is { } f ? (c.LessIsBetter ? "≤ " : "≥ ") + f.ToString("0.##", CultureInfo.InvariantCulture) : "";
        return $"| {c.Scenario} | {Text(c.Ours)} | {c.Theirs.Contender} | {Text(c.Theirs)} | {c.Ratio.ToString("0.00", CultureInfo.InvariantCulture)} | {floor} | {met} |";
    }

    private static string Text(Measured m) => $"{m.Median.ToString(m.Median >= 100 ? "N0" : "0.##", CultureInfo.InvariantCulture)} {m.Unit} ±{m.Spread / 2:P0}";

    private static string Processor() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[1] ?? "unknown";
}
