using System.Text.Json.Serialization;

namespace Bulletin.Bench.Report;

/// <summary>What one contender of a scenario reached, run by run.</summary>
internal sealed record Measured(string Contender, string Unit, List<double> Runs)
{
    public double Median => Runs.Order().ElementAt(Runs.Count / 2);

    /// <summary>How far the runs lie apart, of the median.</summary>
    public double Spread => Median == 0 ? 0 : (Runs.Max() - Runs.Min()) / Median;
}

/// <summary>One contender held against another. Each pair of runs lay side by side, so the ratio is the median of theirs.</summary>
/// <param name="Theirs">Null where the figure stands for itself: what is asked for is then a figure, and not a ratio.</param>
/// <param name="Floor">What is asked for; null for a figure that is only told.</param>
/// <param name="LessIsBetter">The floor is then a ceiling.</param>
internal sealed record Comparison(string Scenario, Measured Ours, Measured? Theirs, double? Floor = null, bool LessIsBetter = false)
{
    public double? Ratio => Theirs is not { } theirs ? null
        : Ours.Runs.Zip(theirs.Runs, (ours, other) => ours / other).Order().ElementAt(Math.Min(Ours.Runs.Count, theirs.Runs.Count) / 2);

    public bool? Met => Floor is not { } floor ? null : LessIsBetter ? (Ratio ?? Ours.Median) <= floor : (Ratio ?? Ours.Median) >= floor;

    /// <summary>How far beyond what is asked for: 1 is just met, 2 is twice as good.</summary>
    [JsonIgnore]
    public double? OfFloor => Floor is not { } floor ? null : LessIsBetter ? floor / (Ratio ?? Ours.Median) : (Ratio ?? Ours.Median) / floor;
}

/// <summary>How figures grow with something.</summary>
/// <param name="Name">Of the file it is drawn into.</param>
/// <param name="Along">What grows.</param>
/// <param name="Logarithmic">Whether what grows does so by factors.</param>
internal sealed record Curve(string Name, string Title, string Along, string Unit, bool Logarithmic, List<Line> Lines);

internal sealed record Line(string Name, List<Point> Points);

internal sealed record Point(double X, double Y);
