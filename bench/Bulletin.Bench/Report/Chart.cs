using System.Globalization;

namespace Bulletin.Bench.Report;

/// <summary>Draws a curve: the variable on the x-axis, its cost on the y-axis from zero.</summary>
internal static class Chart
{
    private const int Width = 560, Height = 300, Left = 64, Right = 24, Top = 64, Bottom = 52;

    public static string Draw(Curve curve)
    {
        Svg svg = new(Width, Height);
        var points = curve.Lines.SelectMany(line => line.Points).ToArray();
        var (least, most, high) = (points.Min(p => p.X), points.Max(p => p.X), Round(points.Max(p => p.Y)));
        double At(double x) => curve.Logarithmic ? Math.Log(x / least) / Math.Log(most / least) : (x - least) / (most - least);
        double X(double x) => Left + At(x) * (Width - Left - Right);
        double Y(double y) => Height - Bottom - y / high * (Height - Top - Bottom);

        svg.Text(16, 24, curve.Title, style: "title");
        for (var part = 0; part <= 4; part++)
        {
            var value = high * part / 4;
            svg.Line(Left, Y(value), Width - Right, Y(value), "grid");
            svg.Text(Left - 8, Y(value) + 4, Number(value), "end", "faint");
        }
        svg.Text(16, Top - 20, curve.Unit, style: "faint");
        var shown = double.NegativeInfinity;
        foreach (var x in points.Select(p => p.X).Distinct().Order())
        {
            if (X(x) - shown < 48) continue;
            svg.Text(shown = X(x), Height - Bottom + 18, Number(x), "middle", "faint");
        }
        svg.Text((Left + Width - Right) / 2.0, Height - 12, curve.Along, "middle", "faint");

        double legend = Width - Right;
        foreach (var (i, line) in curve.Lines.Index().Reverse())
        {
            svg.Path(line.Points.Select(p => (X(p.X), Y(p.Y))), $"line{i}");
            foreach (var point in line.Points) svg.Dot(X(point.X), Y(point.Y), $"fill{i}");
            if (curve.Lines.Count == 1) continue;
            svg.Text(legend, Top - 20, line.Name, "end");
            legend -= line.Name.Length * 6.6 + 16;
            svg.Box(legend, Top - 29, 10, 10, $"fill{i}");
            legend -= 14;
        }
        return svg.ToString();
    }

    /// <summary>Rounds up to a number that divides well by four.</summary>
    private static double Round(double most)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(most)));
        return ((double[])[1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10]).First(step => step * power >= most) * power;
    }

    private static string Number(double value) => value switch
    {
        >= 1_000_000 => (value / 1_000_000).ToString("0.##", CultureInfo.InvariantCulture) + "M",
        >= 10_000 => (value / 1_000).ToString("0.#", CultureInfo.InvariantCulture) + "k",
        _ => value.ToString("0.###", CultureInfo.InvariantCulture),
    };
}
