using System.Runtime.InteropServices;

namespace Bulletin.Faults.Report;

/// <summary>What the run was made on.</summary>
internal static class Machine
{
    /// <summary>The load of the last quarter of an hour; null where the system does not say.</summary>
    public static string? Load => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[2] : null;

    public static string Description
    {
        get
        {
            var processor = File.Exists("/proc/cpuinfo")
                ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
                : null;
            var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
            return $"{Environment.ProcessorCount} cores{(processor is null ? "" : $" ({processor})")}, {memory:0} GiB, {RuntimeInformation.OSDescription}, .NET {Environment.Version}";
        }
    }
}
