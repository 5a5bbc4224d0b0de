using System.Runtime.InteropServices;

namespace Bulletin.Processes;

/// <summary>
/// Makes SIGTERM, SIGINT and SIGHUP end this process by way of <see cref="AppDomain.ProcessExit"/>, and takes along what it has
/// started. Since .NET 10 the runtime leaves them to the system, which ends the process and nothing else.
/// </summary>
internal static class Termination
{
    private static readonly Lock s_changing = new();
    private static readonly Stack<Action> s_takenAlong = [], s_takenLast = [];
    private static readonly PosixSignalRegistration[] s_heard =
        [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, Exit))];

    static Termination() => AppDomain.CurrentDomain.ProcessExit += (_, _) => TakeAlong();

    /// <summary>Whether the process is ending: nothing that would outlive it may be started any more.</summary>
    public static bool IsUnderWay { get; private set; }

    /// <summary>Adds what is done while the process ends; the latest first, as with whatever is built up and taken down.</summary>
    public static void Do(Action action)
    {
        lock (s_changing) s_takenAlong.Push(action);
    }

    /// <summary>Adds what is done after all of that, whenever it was added.</summary>
    public static void Finally(Action action)
    {
        lock (s_changing) s_takenLast.Push(action);
    }

    /// <summary>Ends only with the process, if that is ending: whoever fails because of that has nothing to say of it any more.</summary>
    public static Task Over() => IsUnderWay ? Task.Delay(Timeout.Infinite) : Task.CompletedTask;

    private static void TakeAlong()
    {
        Action[] actions;
        lock (s_changing) (IsUnderWay, actions) = (true, [.. s_takenAlong, .. s_takenLast]);
        foreach (var action in actions)
            try
            {
                action();
            }
            catch (Exception failed)
            {
                // Thrown on, it would abort the process before the others have been taken along.
                Console.Error.WriteLine($"While the process was ending: {failed}");
            }
    }

    private static void Exit(PosixSignalContext context)
    {
        context.Cancel = true;
        // As a shell counts it: 128 and the number of the signal.
        Environment.Exit(128 + context.Signal switch { PosixSignal.SIGTERM => 15, PosixSignal.SIGINT => 2, _ => 1 });
    }
}
