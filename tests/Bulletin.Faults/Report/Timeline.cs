using System.Globalization;
using System.Net;
using System.Text;
using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Report;

/// <summary>A picture of the whole run: posts answered and how long they took, second by second, with a band for each fault.</summary>
internal static class Timeline
{
    private const int SecondsPerRow = 300, PixelsPerSecond = 4, Left = 56, Right = 16;
    private const int Labels = 44, Rate = 70, Between = 12, Latency = 90, Axis = 30, RowHeight = Labels + Rate + Between + Latency + Axis;
    private const int Head = 34;
    private static readonly (double Ms, string Label)[] Ticks = [(1, "1 ms"), (10, "10 ms"), (100, "100 ms"), (1_000, "1 s"), (10_000, "10 s")];

    public static string Draw(History history, Figures figures)
    {
        var rows = Math.Max(1, (figures.Seconds.Count + SecondsPerRow - 1) / SecondsPerRow);
        var (width, height) = (Left + SecondsPerRow * PixelsPerSecond + Right, Head + rows * RowHeight);
        var most = Math.Max(10, figures.Seconds.Count == 0 ? 0 : figures.Seconds.Max(s => s.Posts));
        var svg = new StringBuilder();
        svg.Append(Invariant($$"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{width}} {{height}}" font-family="system-ui, sans-serif" font-size="11" role="img" aria-label="Posts answered each second and their latency, with the faults as bands">
            <style>
              .page { fill: #ffffff } text { fill: #24292f } .grid { stroke: #d0d7de; stroke-width: 1 } .band { fill: #cf222e; fill-opacity: .16 } .after { fill: #9a6700; fill-opacity: .10 }
              .rate { fill: #0969da; fill-opacity: .35; stroke: #0969da } .p50 { fill: none; stroke: #1a7f37; stroke-width: 1.5 } .p99 { fill: none; stroke: #bc4c00; stroke-width: 1.2 }
              .k50 { fill: #1a7f37 } .k99 { fill: #bc4c00 } .krate { fill: #0969da }
              @media (prefers-color-scheme: dark) {
                .page { fill: #0d1117 } text { fill: #e6edf3 } .grid { stroke: #30363d } .band { fill: #ff7b72; fill-opacity: .24 } .after { fill: #d29922; fill-opacity: .14 }
                .rate { fill: #58a6ff; fill-opacity: .35; stroke: #58a6ff } .p50 { stroke: #3fb950 } .p99 { stroke: #f0883e } .k50 { fill: #3fb950 } .k99 { fill: #f0883e } .krate { fill: #58a6ff }
              }
            </style>
            <rect class="page" width="{{width}}" height="{{height}}"/>
            <g transform="translate({{Left}} 20)"><rect class="krate" width="10" height="10" y="-9"/><text x="15">posts answered a second</text><rect class="k50" x="160" width="10" height="10" y="-9"/><text x="175">latency, median</text><rect class="k99" x="280" width="10" height="10" y="-9"/><text x="295">latency, 99th percentile</text><rect class="band" x="450" width="10" height="10" y="-9"/><text x="465">fault</text><rect class="after" x="510" width="10" height="10" y="-9"/><text x="525">time to recover, until all writers rest for a moment</text></g>

            """));
        for (var row = 0; row < rows; row++) Row(svg, history, figures, row, most);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Row(StringBuilder svg, History history, Figures figures, int row, int most)
    {
        var from = row * SecondsPerRow;
        svg.Append(Invariant($"<g transform=\"translate({Left} {Head + row * RowHeight})\">\n"));
        var (rateBottom, latencyTop, latencyBottom) = (Labels + Rate, Labels + Rate + Between, Labels + Rate + Between + Latency);
        Bands(svg, history, from, latencyBottom);

        Line(svg, rateBottom, "0");
        Line(svg, Labels, $"{most}/s");
        foreach (var (ms, label) in Ticks) Line(svg, latencyBottom - Height(ms), label);
        for (var minute = 0; minute <= SecondsPerRow / 60; minute++)
            svg.Append(Invariant($"<text x=\"{minute * 60 * PixelsPerSecond}\" y=\"{latencyBottom + 15}\" text-anchor=\"middle\">{from / 60 + minute} min</text>\n"));

        var seconds = figures.Seconds.Skip(from).Take(SecondsPerRow).ToArray();
        var area = new StringBuilder(Invariant($"M0 {rateBottom}"));
        for (var i = 0; i < seconds.Length; i++)
        {
            var y = rateBottom - (double)Rate * seconds[i].Posts / most;
            area.Append(Invariant($"L{i * PixelsPerSecond} {y:0.#}L{(i + 1) * PixelsPerSecond} {y:0.#}"));
        }
        svg.Append(Invariant($"<path class=\"rate\" d=\"{area}L{seconds.Length * PixelsPerSecond} {rateBottom}Z\"/>\n"));
        Curve("p50", s => s.P50);
        Curve("p99", s => s.P99);
        svg.Append("</g>\n");

        void Curve(string kind, Func<Second, TimeSpan> of)
        {
            var path = new StringBuilder();
            for (var i = 0; i < seconds.Length; i++)
            {
                // No answered post, no latency: the line breaks off.
                if (seconds[i].Posts == 0) continue;
                var command = i == 0 || seconds[i - 1].Posts == 0 ? 'M' : 'L';
                path.Append(Invariant($"{command}{(i + 0.5) * PixelsPerSecond} {latencyBottom - Height(of(seconds[i]).TotalMilliseconds):0.#}"));
            }
            svg.Append(Invariant($"<path class=\"{kind}\" d=\"{path}\"/>\n"));
        }
    }

    private static void Bands(StringBuilder svg, History history, int from, int bottom)
    {
        foreach (var (number, fault) in history.Disturbances.OrderBy(d => d.Began).Index())
        {
            Band("band", fault.Began, fault.Ended);
            Band("after", fault.Ended, fault.Over);
            var at = fault.Began.TotalSeconds - from;
            if (at is >= 0 and < SecondsPerRow)
                // In turns on three lines, so that a long name does not run into the next.
                svg.Append(Invariant($"<text x=\"{Math.Min(at, SecondsPerRow - 45) * PixelsPerSecond:0.#}\" y=\"{12 + number % 3 * 13}\">{WebUtility.HtmlEncode(fault.Name)}</text>\n"));
        }

        void Band(string kind, TimeSpan began, TimeSpan ended)
        {
            var start = Math.Clamp(began.TotalSeconds - from, 0, SecondsPerRow);
            var end = Math.Clamp(ended.TotalSeconds - from, 0, SecondsPerRow);
            if (end > start)
                svg.Append(Invariant($"<rect class=\"{kind}\" x=\"{start * PixelsPerSecond:0.#}\" y=\"{Labels}\" width=\"{(end - start) * PixelsPerSecond:0.#}\" height=\"{bottom - Labels}\"/>\n"));
        }
    }

    private static void Line(StringBuilder svg, double y, string label) =>
        svg.Append(Invariant($"<line class=\"grid\" x1=\"0\" x2=\"{SecondsPerRow * PixelsPerSecond}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\"/><text x=\"-6\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{label}</text>\n"));

    /// <summary>On a scale of powers of ten, from 1 ms to 30 s.</summary>
    private static double Height(double ms) => Latency * Math.Clamp(Math.Log10(Math.Max(ms, 1)) / Math.Log10(30_000), 0, 1);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
