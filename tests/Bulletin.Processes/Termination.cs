using System.Runtime.InteropServices;

namespace Bulletin.Processes;

/// <summary>
/// Makes SIGTERM and SIGHUP end this process by way of <see cref="AppDomain.ProcessExit"/>, where what it has started is taken along.
/// Since .NET 10 the runtime leaves them to the system, which ends the process and nothing else.
/// </summary>
internal static class Termination
{
    private static readonly List<PosixSignalRegistration> s_heard = [];

    public static void RunsExitHandlers()
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGHUP]) s_heard.Add(PosixSignalRegistration.Create(signal, Exit));
    }

    private static void Exit(PosixSignalContext context)
    {
        context.Cancel = true;
        // As a shell counts it: 128 and the number of the signal.
        Environment.Exit(context.Signal == PosixSignal.SIGTERM ? 143 : 129);
    }
}
