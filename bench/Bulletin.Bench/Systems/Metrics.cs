using System.Globalization;

namespace Bulletin.Bench.Systems;

internal static class Metrics
{
    /// <summary>Reads a Prometheus metric of the process on this port, as the sum of all series of that name.</summary>
    public static async Task<double> Read(int port, string name)
    {
        using HttpClient http = new();
        var text = await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"));
        return text.Split('\n').Where(line => line.StartsWith($"{name}{{", StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf('}') + 1)..].TrimStart().Split(' ')[0], CultureInfo.InvariantCulture));
    }
}
