using System.Globalization;
using System.Text;

namespace Bulletin.Bench.Report;

/// <summary>A drawing that is readable on light and dark pages.</summary>
internal sealed class Svg(int width, int height)
{
    private readonly StringBuilder content = new();

    public void Line(double x1, double y1, double x2, double y2, string style) =>
        content.AppendLine(CultureInfo.InvariantCulture, $"""<line x1="{x1:0.#}" y1="{y1:0.#}" x2="{x2:0.#}" y2="{y2:0.#}" class="{style}"/>""");

    public void Box(double x, double y, double w, double h, string style) =>
        content.AppendLine(CultureInfo.InvariantCulture, $"""<rect x="{x:0.#}" y="{y:0.#}" width="{w:0.#}" height="{h:0.#}" class="{style}"/>""");

    public void Dot(double x, double y, string style) =>
        content.AppendLine(CultureInfo.InvariantCulture, $"""<circle cx="{x:0.#}" cy="{y:0.#}" r="3" class="{style}"/>""");

    public void Path(IEnumerable<(double X, double Y)> points, string style) =>
        content.AppendLine(CultureInfo.InvariantCulture, $"""<polyline points="{string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:0.#},{p.Y:0.#}")))}" class="{style}"/>""");

    /// <param name="anchor"><c>start</c>, <c>middle</c> or <c>end</c>.</param>
    public void Text(double x, double y, string text, string anchor = "start", string style = "text") =>
        content.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{x:0.#}" y="{y:0.#}" text-anchor="{anchor}" class="{style}">{System.Security.SecurityElement.Escape(text)}</text>""");

    public override string ToString() => $$"""
        <svg xmlns="http://www.w3.org/2000/svg" width="{{width}}" height="{{height}}" viewBox="0 0 {{width}} {{height}}" font-family="system-ui, sans-serif" font-size="12">
        <style>
        .back { fill: #ffffff } .text { fill: #24292f } .title { fill: #24292f; font-weight: 600; font-size: 14px } .faint { fill: #57606a }
        .grid { stroke: #d0d7de } .mark { stroke: #24292f; stroke-width: 1.5 }
        .met, .fill0 { fill: #1a7f5a } .not, .fill1 { fill: #bc4c00 } .fill2 { fill: #0969da }
        .line0, .line1, .line2 { fill: none; stroke-width: 2 } .line0 { stroke: #1a7f5a } .line1 { stroke: #bc4c00 } .line2 { stroke: #0969da }
        @media (prefers-color-scheme: dark) {
          .back { fill: #0d1117 } .text, .title { fill: #e6edf3 } .faint { fill: #9198a1 } .grid { stroke: #30363d } .mark { stroke: #e6edf3 }
          .met, .fill0 { fill: #3fb98a } .not, .fill1 { fill: #f0883e } .fill2 { fill: #58a6ff }
          .line0 { stroke: #3fb98a } .line1 { stroke: #f0883e } .line2 { stroke: #58a6ff }
        }
        </style>
        <rect width="{{width}}" height="{{height}}" rx="6" class="back"/>
        {{content}}</svg>

        """;
}
