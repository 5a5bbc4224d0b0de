using System.Text.Json.Serialization;

namespace Bulletin.Bench.Report;

/// <summary>The results of one contender of a scenario, per run.</summary>
internal sealed record Measured(string Contender, string Unit, List<double> Runs)
{
    public double Median => Runs.Order().ElementAt(Runs.Count / 2);

    /// <summary>The range of the runs, relative to the median.</summary>
    public double Spread => Median == 0 ? 0 : (Runs.Max() - Runs.Min()) / Median;
}

/// <summary>Compares two contenders. Each pair of runs was adjacent in time, so the ratio is the median of the pairs' ratios.</summary>
/// <param name="Theirs">Null for an absolute figure: the target is then a figure, not a ratio.</param>
/// <param name="Floor">The target; null for a figure without one.</param>
/// <param name="LessIsBetter">Whether the floor is a ceiling.</param>
internal sealed record Comparison(string Scenario, Measured Ours, Measured? Theirs, double? Floor = null, bool LessIsBetter = false)
{
    public double? Ratio => Theirs is not { } theirs ? null
        : Ours.Runs.Zip(theirs.Runs, (ours, other) => ours / other).Order().ElementAt(Math.Min(Ours.Runs.Count, theirs.Runs.Count) / 2);

    public bool? Met => Floor is not { } floor ? null : LessIsBetter ? (Ratio ?? Ours.Median) <= floor : (Ratio ?? Ours.Median) >= floor;

    /// <summary>The result relative to the target: 1 just meets it, 2 is twice as good.</summary>
    [JsonIgnore]
    public double? OfFloor => Floor is not { } floor ? null : LessIsBetter ? floor / (Ratio ?? Ours.Median) : (Ratio ?? Ours.Median) / floor;
}

/// <summary>How figures scale with a variable.</summary>
/// <param name="Name">The name of the drawing's file.</param>
/// <param name="Along">The variable.</param>
/// <param name="Logarithmic">Whether the variable has a logarithmic scale.</param>
internal sealed record Curve(string Name, string Title, string Along, string Unit, bool Logarithmic, List<Line> Lines);

internal sealed record Line(string Name, List<Point> Points);

internal sealed record Point(double X, double Y);
