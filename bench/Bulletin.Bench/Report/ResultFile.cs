using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bulletin.Bench.Report;

/// <summary>The results of a scenario, with its time and version.</summary>
internal sealed record Section(string RanAt, string Version, double Seconds, List<Comparison> Comparisons, List<Curve> Curves);

internal sealed record Machine(int Cores, string Processor, string Runtime, string Memory);

/// <summary>The results of a day: the last full run of each scenario.</summary>
internal sealed record ResultFile(string Date, Machine Machine, Dictionary<string, Section> Scenarios)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Stores a scenario's results in the day's file.</summary>
    public static void Keep(string folder, string date, string scenario, Section section)
    {
        System.IO.Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{date}.json");
        var file = File.Exists(path) ? Read(path) : new(date, ThisMachine(), []);
        file.Scenarios[scenario] = section;
        File.WriteAllText(path, JsonSerializer.Serialize(file, s_json) + "\n");
    }

    /// <summary>Reads the newest file.</summary>
    public static ResultFile Newest(string folder) => Read(System.IO.Directory.GetFiles(folder, "*.json").OrderDescending(StringComparer.Ordinal).First());

    private static ResultFile Read(string path) => JsonSerializer.Deserialize<ResultFile>(File.ReadAllText(path), s_json)!;

    private static Machine ThisMachine() => new(Environment.ProcessorCount, Field("/proc/cpuinfo", "model name"), Environment.Version.ToString(), Field("/proc/meminfo", "MemTotal"));

    private static string Field(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown";
}
