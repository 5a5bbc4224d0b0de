using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Bulletin.Bench.Systems;

/// <summary>A measured process, on the cores reserved for it.</summary>
internal sealed class Running : IDisposable
{
    private static readonly double s_ticksPerSecond = 100;

    // However the bench ends, all its processes end with it.
    private static readonly ConcurrentDictionary<Running, bool> s_all = new();

    static Running() => Termination.Do(() =>
    {
        foreach (var running in s_all.Keys) running.Dispose();
    });

    private readonly Process process;
    private readonly List<string> log = [];

    private Running(Process process) => this.process = process;

    /// <param name="cores">Null for the measured cores.</param>
    public static Running Start(string program, IEnumerable<string> arguments, string? cores = null)
    {
        ProcessStartInfo start = new("taskset", ["-c", cores ?? Pinned.Measured, program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/tmp" };
        Running running = new(new Process { StartInfo = start });
        running.process.OutputDataReceived += running.Keep;
        running.process.ErrorDataReceived += running.Keep;
        running.process.Start();
        s_all[running] = true;
        running.process.BeginOutputReadLine();
        running.process.BeginErrorReadLine();
        return running;
    }

    public int Id => process.Id;

    public bool HasEnded => process.HasExited;

    /// <summary>The CPU time used, in seconds.</summary>
    public double ProcessorSeconds()
    {
        var fields = File.ReadAllText($"/proc/{process.Id}/stat").Split(") ")[1].Split(' ');
        return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / s_ticksPerSecond;
    }

    /// <summary>The same with nanosecond resolution, for single requests.</summary>
    public TimeSpan ProcessorTime() => ProcessorClock.Of(process.Id);

    public long ResidentBytes() =>
        long.Parse(File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;

    /// <summary>Waits until this address returns 200.</summary>
    /// <returns>The time it took from now.</returns>
    public async Task<TimeSpan> Ready(Uri address)
    {
        using HttpClient http = new() { Timeout = TimeSpan.FromSeconds(5) };
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(60))
        {
            if (process.HasExited) throw new InvalidOperationException($"It ended:\n{Tail()}");
            try
            {
                using var answer = await http.GetAsync(address);
                if (answer.IsSuccessStatusCode) return Stopwatch.GetElapsedTime(began);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or SocketException)
            {
                // Not ready yet.
            }
            await Task.Delay(5);
        }
        throw new TimeoutException($"Not ready after a minute:\n{Tail()}");
    }

    public async Task<int> Exit()
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    public string Tail()
    {
        lock (log) return string.Join('\n', log.TakeLast(40));
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null) return;
        lock (log)
        {
            log.Add(line.Data);
            if (log.Count > 200) log.RemoveAt(0);
        }
    }

    public void Dispose()
    {
        if (!s_all.TryRemove(this, out _)) return;
        if (!process.HasExited) process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
