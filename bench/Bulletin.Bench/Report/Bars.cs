using System.Globalization;

namespace Bulletin.Bench.Report;

/// <summary>Draws results relative to their targets: one bar each, on a logarithmic scale of factors.</summary>
internal static class Bars
{
    private const int Left = 400, Width = 860, Row = 22, Top = 56;
    private const double Least = 0.25, Most = 8;

    public static string Draw(IEnumerable<Comparison> comparisons)
    {
        var rows = comparisons.Where(c => c.OfFloor is not null).ToArray();
        var bottom = Top + rows.Length * Row;
        Svg svg = new(Width, bottom + 20);
        svg.Text(16, 24, "What was reached, of what is asked for (1 is met; further right is better)", style: "title");
        for (var at = Least; at <= Most; at *= 2)
        {
            svg.Line(X(at), Top - 6, X(at), bottom, at == 1 ? "mark" : "grid");
            svg.Text(X(at), Top - 12, at.ToString("0.##", CultureInfo.InvariantCulture) + "×", "middle", "faint");
        }
        foreach (var (i, row) in rows.Index())
        {
            var (reached, y) = (X(row.OfFloor!.Value), Top + i * Row);
            svg.Text(Left - 12, y + 15, Name(row), "end");
            svg.Box(Math.Min(X(1), reached), y + 4, Math.Max(1.5, Math.Abs(reached - X(1))), Row - 8, row.Met == true ? "met" : "not");
        }
        return svg.ToString();
    }

    private static string Name(Comparison c)
    {
        var name = c.Theirs is { } theirs && c.Scenario.Length < 40 ? $"{c.Scenario} / {theirs.Contender}" : c.Scenario;
        return name.Length > 62 ? name[..60] + "…" : name;
    }

    private static double X(double reached) =>
        Left + Math.Log2(Math.Clamp(reached, Least, Most) / Least) / Math.Log2(Most / Least) * (Width - Left - 30);
}
