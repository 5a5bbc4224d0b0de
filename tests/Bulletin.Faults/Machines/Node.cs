using System.Net;
using System.Net.Sockets;

namespace Bulletin.Faults.Machines;

/// <summary>A silo or a gateway: a process that is started again when it ends.</summary>
internal sealed class Node(string name, Place place, IReadOnlyList<string> arguments, Uri ready, Relay database, string folder) : IDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(1) };
    private ChildProcess? process;

    public string Name => name;
    public Place Place => place;
    public Relay Database => database;
    public ProcessLog Log { get; } = new();

    /// <summary>The latest lines that it logged as errors.</summary>
    public IEnumerable<string> Errors => Log.Tail(lines: 300).Split('\n').Where(line => line.Contains("Z error ", StringComparison.Ordinal) || line.Contains("Z critical ", StringComparison.Ordinal));

    /// <summary>What it runs from its next start on.</summary>
    public required string Program { get; set; }

    /// <summary>Where clients call it; null for a silo alone.</summary>
    public Uri? Url { get; init; }

    public bool HostsGrains { get; init; }

    /// <summary>Whether it is to run; one that ended all the same is started again.</summary>
    public bool Wanted { get; private set; }

    /// <summary>On the clock of <see cref="Environment.TickCount64"/>.</summary>
    public long StartedAt { get; private set; }

    public bool HasEnded => process is { HasExited: true };

    public void Start()
    {
        process?.Dispose();
        process = ChildProcess.Start("dotnet", [Program, .. arguments], folder, Log, place: place);
        (Wanted, StartedAt) = (true, Environment.TickCount64);
    }

    public void Kill()
    {
        Wanted = false;
        process?.Kill();
    }

    public void Signal(int signal)
    {
        if (process is { HasExited: false }) process.Signal(signal);
    }

    /// <summary>Tells it to stop, as an orchestrator does, and kills it if it has not within its grace period.</summary>
    public async Task Stop(TimeSpan grace)
    {
        Wanted = false;
        Signal(Signals.Terminate);
        try
        {
            await process!.Exit(grace);
        }
        catch (TimeoutException)
        {
            process!.Kill();
        }
    }

    public async Task<bool> IsReady()
    {
        try
        {
            using var answer = await http.GetAsync(ready);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or TaskCanceledException)
        {
            return false;
        }
    }

    /// <summary>In bytes; 0 while it does not run.</summary>
    public long Resident
    {
        get
        {
            try
            {
                return process is { HasExited: false } running ? running.ResidentBytes() : 0;
            }
            catch (Exception e) when (e is IOException or InvalidOperationException)
            {
                return 0;
            }
        }
    }

    public void Dispose()
    {
        Wanted = false;
        process?.Dispose();
        http.Dispose();
    }
}
