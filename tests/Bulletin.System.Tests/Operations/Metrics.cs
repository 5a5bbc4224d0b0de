using System.Globalization;
using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Operations;

/// <summary>What one process answers Prometheus.</summary>
internal sealed record Metrics(IReadOnlyDictionary<string, double> Samples)
{
    public static async Task<Metrics> Of(Uri operations)
    {
        using var api = new ApiClient(operations);
        var text = (await api.Get("/metrics")).Is(HttpStatusCode.OK).Body;
        var samples = text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(Sample);
        return new(samples.GroupBy(sample => sample.Name).ToDictionary(same => same.Key, same => same.Sum(sample => sample.Value)));
    }

    /// <summary>The names, without labels.</summary>
    public IEnumerable<string> Names => Samples.Keys.Select(name => name.Split('{')[0]).Distinct();

    /// <summary>All series of a name added up, or those with one label.</summary>
    public double this[string name, string label = ""] =>
        Samples.Where(sample => sample.Key.Split('{')[0] == name && sample.Key.Contains(label, StringComparison.Ordinal)).Select(sample => (double?)sample.Value).Sum()
            is { } sum && Names.Contains(name) ? sum : throw new KeyNotFoundException($"No {name} among {string.Join(", ", Names.Order())}");

    /// <summary>How much more there is than there was.</summary>
    public double Since(Metrics before, string name, string label = "") => this[name, label] - (before.Names.Contains(name) ? before[name, label] : 0);

    /// <summary><c>name{labels} value timestamp?</c>, where labels may hold spaces.</summary>
    private static (string Name, double Value) Sample(string line)
    {
        var end = line.LastIndexOf('}') is >= 0 and var brace ? brace + 1 : line.IndexOf(' ', StringComparison.Ordinal);
        return (line[..end], double.Parse(line[end..].Trim().Split(' ')[0], CultureInfo.InvariantCulture));
    }
}
