using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Bulletin.Bench.Systems;

/// <summary>The kernel's clock of a process' CPU time.</summary>
internal static class ProcessorClock
{
    public static TimeSpan Of(int processId)
    {
        // As computed by clock_getcpuclockid: the complement of the process id, and the scheduler's clock.
        if (clock_gettime((~processId << 3) | 2, out var time) != 0) throw new Win32Exception();
        return TimeSpan.FromTicks(time.Seconds * TimeSpan.TicksPerSecond + time.Nanoseconds / TimeSpan.NanosecondsPerTick);
    }

    /// <summary>Of all processes of this name that are running now.</summary>
    /// <remarks>As the kernel calls them: Postgres renames its processes otherwise.</remarks>
    public static TimeSpan OfAll(string name)
    {
        var all = TimeSpan.Zero;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id)) continue;
            try
            {
                if (File.ReadAllText(Path.Combine(folder, "comm")).TrimEnd() == name) all += Of(id);
            }
            catch (Exception ended) when (ended is IOException or Win32Exception)
            {
                // The process has just ended.
            }
        }
        return all;
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int clock_gettime(int clock, out Timespec time);

    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
