namespace Bulletin.Bench.Report;

/// <summary>What one contender of a scenario reached, run by run.</summary>
internal sealed record Measured(string Contender, string Unit, List<double> Runs)
{
    public double Median => Runs.Order().ElementAt(Runs.Count / 2);

    /// <summary>How far the runs lie apart, of the median.</summary>
    public double Spread => Median == 0 ? 0 : (Runs.Max() - Runs.Min()) / Median;
}

/// <summary>One contender held against another. Each pair of runs lay side by side, so the ratio is the median of theirs.</summary>
/// <param name="Floor">What is asked for; null for a figure that is only told.</param>
/// <param name="LessIsBetter">The floor is then a ceiling.</param>
internal sealed record Comparison(string Scenario, Measured Ours, Measured Theirs, double? Floor, bool LessIsBetter = false)
{
    public double Ratio => Ours.Runs.Zip(Theirs.Runs, (ours, theirs) => ours / theirs).Order().ElementAt(Math.Min(Ours.Runs.Count, Theirs.Runs.Count) / 2);

    public bool? Met => Floor is not { } floor ? null : LessIsBetter ? Ratio <= floor : Ratio >= floor;
}
