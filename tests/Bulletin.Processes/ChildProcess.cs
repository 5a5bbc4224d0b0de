using System.Collections.Concurrent;
using System.Diagnostics;

namespace Bulletin.Processes;

/// <summary>A process of the tests' own: its output kept, signals by its id, and gone when the tests are.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly ConcurrentDictionary<int, ChildProcess> s_running = new();

    private readonly Process _process;
    private readonly Lock _ending = new();
    private bool _disposed;

    static ChildProcess() => Termination.Do(() =>
    {
        foreach (var child in s_running.Values) child.Kill();
    });

    private ChildProcess(Process process, ProcessLog log)
    {
        (_process, Log, Id) = (process, log, process.Id);
        s_running[Id] = this;
    }

    public int Id { get; }
    public ProcessLog Log { get; }
    public bool HasExited => _process.HasExited;

    /// <exception cref="InvalidOperationException">This process is ending.</exception>
    public static ChildProcess Start(
        string program, IEnumerable<string> arguments, string folder, ProcessLog? log = null,
        IReadOnlyDictionary<string, string>? environment = null, Place? place = null)
    {
        var child = Begin(program, arguments, folder, log, environment, place);
        // Asked once it is listed: either it is killed with the others, or here.
        if (!Termination.IsUnderWay) return child;
        child.Dispose();
        throw new InvalidOperationException($"{program} is not started any more: this process is ending.");
    }

    private static ChildProcess Begin(
        string program, IEnumerable<string> arguments, string folder, ProcessLog? log = null,
        IReadOnlyDictionary<string, string>? environment = null, Place? place = null)
    {
        string[] command = [.. (place ?? Place.Here).Enter, program, .. arguments];
        var kept = log ?? new ProcessLog();
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => kept.Add(line.Data);
        process.ErrorDataReceived += (_, line) => kept.Add(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ChildProcess(process, kept);
    }

    /// <summary>Runs a program to its end; also while this process is ending, which may take programs.</summary>
    /// <exception cref="InvalidOperationException">It did not exit with 0; the message holds what it printed.</exception>
    public static async Task<string> Run(string program, IEnumerable<string> arguments, string folder)
    {
        using var child = Begin(program, arguments, folder);
        var exitCode = await child.Exit(TimeSpan.FromMinutes(2));
        return exitCode == 0
            ? child.Log.Tail()
            : throw new InvalidOperationException($"{program} exited with {exitCode}:\n{child.Log.Tail()}");
    }

    public void Signal(int signal) => Signals.Send(Id, signal);

    public async Task<int> Exit(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Process {Id} did not end within {within}:\n{Log.Tail()}");
        }

        s_running.TryRemove(Id, out _);
        return _process.ExitCode;
    }

    /// <summary>As a power cut does: no handler of its own runs. Nothing happens to one that has ended or was disposed of.</summary>
    public void Kill()
    {
        s_running.TryRemove(Id, out _);
        lock (_ending)
            if (!_disposed && !_process.HasExited) _process.Kill();
    }

    /// <summary>Its resident memory, in bytes.</summary>
    public long ResidentBytes()
    {
        var line = File.ReadLines($"/proc/{Id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], null) * 1024;
    }

    /// <summary>Its children's ids: each was started by one of its threads.</summary>
    public IReadOnlyList<int> Children() =>
        [.. Directory.EnumerateDirectories($"/proc/{Id}/task").SelectMany(ChildrenOf)];

    private static IEnumerable<int> ChildrenOf(string thread)
    {
        try
        {
            return File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse);
        }
        catch (IOException)
        {
            // It has ended since: what it had started belongs to another thread now.
            return [];
        }
    }

    public void Dispose()
    {
        Kill();
        lock (_ending) _disposed = true;
        _process.Dispose();
    }
}
