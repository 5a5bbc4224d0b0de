using System.Globalization;

namespace Bulletin.Bench.Report;

/// <summary>Formats comparisons as the rows of a Markdown table.</summary>
internal static class Table
{
    public const string Head = """
        | Scenario | Bulletin | Against | | Ratio | Asked for | |
        | --- | --- | --- | --- | --- | --- | --- |
        """;

    public static string Row(Comparison c)
    {
        var met = c.Met switch { true => "met", false => "**not met**", null => "" };
        var asked = c.Floor is not { } floor ? "" : $"{(c.LessIsBetter ? "≤" : "≥")} {Number(floor)}{(c.Theirs is null ? $" {c.Ours.Unit}" : "")}";
        var against = c.Theirs is { } theirs ? $"{theirs.Contender} | {Text(theirs)} | {Number(c.Ratio!.Value)}" : "– | | ";
        return $"| {c.Scenario} | {Text(c.Ours)} | {against} | {asked} | {met} |";
    }

    private static string Text(Measured m) => $"{Number(m.Median)} {m.Unit}{(m.Runs.Count > 1 ? $" ±{m.Spread / 2:P0}" : "")}";

    private static string Number(double value) => value.ToString(value >= 100 ? "N0" : "0.##", CultureInfo.InvariantCulture);
}
