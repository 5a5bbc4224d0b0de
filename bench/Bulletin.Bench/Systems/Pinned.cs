using System.Diagnostics;

namespace Bulletin.Bench.Systems;

/// <summary>
/// Splits the machine's cores in two halves: one for the measured system and its database, one for the load. Otherwise the load
/// would slow down a cheap server more than an expensive one.
/// </summary>
internal static class Pinned
{
    private static readonly int s_half = Math.Max(1, Environment.ProcessorCount / 2);

    public static string Measured => Environment.ProcessorCount == 1 ? "0" : $"0-{s_half - 1}";

    public static string Load => Environment.ProcessorCount == 1 ? "0" : $"{s_half}-{Environment.ProcessorCount - 1}";

    public static string All => $"0-{Environment.ProcessorCount - 1}";

    /// <summary>Pins this process, and by default its children, to the cores of the load.</summary>
    public static void This()
    {
        using var taskset = Process.Start(new ProcessStartInfo("taskset", ["-a", "-p", "-c", Load, $"{Environment.ProcessId}"]) { RedirectStandardOutput = true })!;
        taskset.WaitForExit();
    }
}
