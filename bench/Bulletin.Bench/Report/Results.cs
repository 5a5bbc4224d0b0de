using System.Diagnostics;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Report;

/// <summary>Collects the results of a bench run: printed at once, stored per scenario.</summary>
internal sealed class Results
{
    private readonly List<Comparison> all = [];
    private List<Comparison> comparisons = [];
    private List<Curve> curves = [];
    private long began;

    public static string Folder => Path.Combine(Programs.Root, "bench", "results");

    public void Begin() => (comparisons, curves, began) = ([], [], Stopwatch.GetTimestamp());

    public void Add(Comparison comparison)
    {
        comparisons.Add(comparison);
        all.Add(comparison);
        Console.WriteLine(Table.Row(comparison));
    }

    /// <summary>Adds an absolute figure.</summary>
    public void Add(string scenario, Measured measured, double? ceiling = null) => Add(new(scenario, measured, null, ceiling, LessIsBetter: true));

    public void Draw(Curve curve) => curves.Add(curve);

    /// <summary>Stores the current scenario's results, replacing any of the same day.</summary>
    public void Keep(string scenario)
    {
        var now = TimeProvider.System.GetUtcNow();
        var text = now.ToString("yyyy-MM-dd'T'HH:mm'Z'", System.Globalization.CultureInfo.InvariantCulture);
        Section section = new(text, Version(), Math.Round(Stopwatch.GetElapsedTime(began).TotalSeconds), comparisons, curves);
        ResultFile.Keep(Folder, text[..10], scenario, section);
    }

    public void Print()
    {
        Console.WriteLine();
        Console.WriteLine(Table.Head);
        foreach (var comparison in all) Console.WriteLine(Table.Row(comparison));
    }

    private static string Version()
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", Programs.Root, "describe", "--always", "--dirty"]) { RedirectStandardOutput = true, RedirectStandardError = true });
        return git?.StandardOutput.ReadToEnd().Trim() is { Length: > 0 } version ? version : "unknown";
    }
}
