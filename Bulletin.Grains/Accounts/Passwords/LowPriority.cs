using System.Runtime.InteropServices;

namespace Bulletin.Grains.Accounts.Passwords;

/// <summary>
/// Runs low-priority work. On a busy machine it gets a tenth of a core, in time slices so short that no post waits for one to
/// end.
/// </summary>
internal static partial class LowPriority
{
    private const int ThisThread = 0;

    /// <summary>The system call number of <c>sched_setattr</c>, for which the C library has no wrapper.</summary>
    private static readonly nint? s_setAttributes = !OperatingSystem.IsLinux() ? null : RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 314,
        Architecture.Arm64 => 274,
        _ => null,
    };

    /// <summary>On a dedicated thread, because a thread can lower its priority but not raise it again.</summary>
    public static Task<T> Run<T>(Func<T> work) => Task.Factory.StartNew(() =>
    {
        // The runtime's own thread priorities have no effect on Linux. A failure is ignored: the work runs anyway.
        if (s_setAttributes is { } number)
        {
            SchedulingAttributes attributes = new() { Size = (uint)Marshal.SizeOf<SchedulingAttributes>(), Nice = 10, SliceNanoseconds = 100_000 };
            _ = SystemCall(number, ThisThread, ref attributes, 0);
        }
        return work();
    }, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SystemCall(nint number, nint thread, ref SchedulingAttributes attributes, nint flags);

    /// <summary>The kernel's <c>struct sched_attr</c>. Kernels before 6.12 ignore the slice.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct SchedulingAttributes
    {
        public uint Size;
        public uint Policy;
        public ulong Flags;
        public int Nice;
        public uint Priority;
        public ulong SliceNanoseconds;
        public ulong Deadline;
        public ulong Period;
    }
}
