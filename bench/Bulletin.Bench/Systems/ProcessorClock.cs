using System.ComponentModel;
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

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int clock_gettime(int clock, out Timespec time);

    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
