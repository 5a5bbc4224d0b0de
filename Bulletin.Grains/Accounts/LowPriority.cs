using System.Runtime.InteropServices;

namespace Bulletin.Grains.Accounts;

/// <summary>Work that gives way: on a busy machine it gets a tenth of a core, so that it holds up nobody's posts.</summary>
internal static partial class LowPriority
{
    private const int Process = 0;
    private const int ThisThread = 0;
    private const int Nice = 10;

    /// <summary>On a thread of its own, since a thread can lower its priority and never raise it again.</summary>
    public static Task<T> Run<T>(Func<T> work) => Task.Factory.StartNew(() =>
    {
        // The runtime's own thread priorities do nothing on Linux. There is nothing to do if this fails: the work is done anyway.
        if (OperatingSystem.IsLinux()) _ = SetPriority(Process, ThisThread, Nice);
        return work();
    }, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);
}
