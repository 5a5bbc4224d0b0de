using System.Diagnostics;

namespace Bulletin.Bench.Systems;

/// <summary>
/// The machine's cores in two halves: one for what is measured, with its database, and one for the load. Otherwise a cheap
/// server would be slowed down by its own load more than a dear one.
/// </summary>
internal static class Pinned
{
    private static readonly int s_half = Math.Max(1, Environment.ProcessorCount / 2);

    public static string Measured => Environment.ProcessorCount == 1 ? "0" : $"0-{s_half - 1}";

    public static string Load => Environment.ProcessorCount == 1 ? "0" : $"{s_half}-{Environment.ProcessorCount - 1}";

    public static string All => $"0-{Environment.ProcessorCount - 1}";

    /// <summary>Makes this process, and what it starts without saying otherwise, part of the load.</summary>
    public static void This()
    {
        using var taskset = Process.Start(new ProcessStartInfo("taskset", ["-a", "-p", "-c", Load, $"{Environment.ProcessId}"]) { RedirectStandardOutput = true })!;
        taskset.WaitForExit();
    }
}
