using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Report;

/// <summary>Writes results into docs/performance.md, between its markers, and draws them.</summary>
internal static class Document
{
    private const string Begin = "<!-- script/bench --report writes from here -->";
    private const string End = "<!-- to here -->";

    public static void Write(ResultFile file)
    {
        var docs = Path.Combine(Programs.Root, "docs");
        var images = Path.Combine(docs, "images");
        var comparisons = file.Scenarios.Values.SelectMany(s => s.Comparisons).ToArray();
        var curves = file.Scenarios.Values.SelectMany(s => s.Curves).ToArray();

        List<string> lines = [Begin, "", .. About(file), "", Table.Head, .. comparisons.Select(Table.Row), ""];
        File.WriteAllText(Path.Combine(images, "performance-asked.svg"), Bars.Draw(comparisons));
        lines.AddRange(["![What was reached, of what is asked for](images/performance-asked.svg)", ""]);
        foreach (var curve in curves)
        {
            var name = $"performance-{curve.Name}.svg";
            File.WriteAllText(Path.Combine(images, name), Chart.Draw(curve));
            lines.Add($"![{curve.Title}](images/{name})");
        }
        lines.AddRange(["", End]);

        var page = Path.Combine(docs, "performance.md");
        var text = File.ReadAllText(page);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        if (from < 0 || to < from) throw new InvalidDataException($"{page} has lost the marks between which results belong.");
        File.WriteAllText(page, text[..from] + string.Join('\n', lines) + text[(to + End.Length)..]);
        Console.WriteLine($"Wrote {comparisons.Length} results and {curves.Length + 1} plots of {file.Date}.");
    }

    private static IEnumerable<string> About(ResultFile file)
    {
        var judged = file.Scenarios.Values.SelectMany(s => s.Comparisons).Where(c => c.Met is not null).ToArray();
        var versions = string.Join(", ", file.Scenarios.Values.Select(s => s.Version).Distinct());
        yield return $"Measured {file.Date} on {file.Machine.Cores} cores of {file.Machine.Processor}, {file.Machine.Memory}, .NET {file.Machine.Runtime}; version {versions}.";
        yield return $"{judged.Count(c => c.Met == true)} of {judged.Length} figures that are asked for are met. ± is half the spread of the runs; a ratio is the median of the";
        yield return "runs' own ratios, so it may differ a little from that of the medians. All runs: [`bench/results`](../bench/results).";
    }
}
