using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Bulletin.SystemTests.Harness;

/// <summary>The real server as its users start it: a process with a port and a data folder of its own.</summary>
internal sealed class BulletinServer : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(30);

    /// <summary>Not what is tested unless a test says so: hashing made cheap, limits out of the way.</summary>
    private static readonly Dictionary<string, string> s_defaults = new(
    [
        new("Accounts:PasswordIterations", "100000"),
        .. new[] { "Posting", "Writing", "Searching", "Reading", "Marking", "HubCalls", "HubKilobytes", "Connecting", "SignUp", "LogIn", "Refreshing", "Anonymous" }
            .SelectMany(limit => new[] { KeyValuePair.Create($"Limits:{limit}:PerSecond", "1000000"), KeyValuePair.Create($"Limits:{limit}:Burst", "1000000") }),
    ]);

    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _settings;
    private ChildProcess? _process;

    public BulletinServer(IReadOnlyDictionary<string, string>? settings = null)
    {
        var ports = Ports.Free(2);
        _settings = new(s_defaults) { ["Data"] = DataFolder, ["Metrics:Port"] = $"{ports[1]}" };
        foreach (var (key, value) in settings ?? new Dictionary<string, string>()) _settings[key] = value;
        Url = new($"http://127.0.0.1:{ports[0]}");
        MetricsUrl = new($"http://127.0.0.1:{ports[1]}");
    }

    /// <summary>What is started.</summary>
    public string Program { get; init; } = Built.Server;

    /// <summary>A command that is given the data folder and the server's own command, makes ready, and becomes the server.</summary>
    public string[] Launcher { get; init; } = [];

    public Uri Url { get; }
    public Uri MetricsUrl { get; }
    public string DataFolder => Path.Combine(_folder.Path, "data");
    public ProcessLog Log { get; } = new();
    public ChildProcess Process => _process ?? throw new InvalidOperationException("The server was not started.");

    /// <summary>From the start of the process until it said to be ready, in the latest start.</summary>
    public TimeSpan StartTook { get; private set; }

    public static async Task<BulletinServer> Started(IReadOnlyDictionary<string, string>? settings = null)
    {
        var server = new BulletinServer(settings);
        await server.Start();
        return server;
    }

    /// <summary>Starts it, or starts it again on the same data and the same port.</summary>
    public async Task Start()
    {
        var clock = Stopwatch.StartNew();
        string[] command = ["dotnet", Program, "--urls", Url.ToString(), .. _settings.Select(s => $"--{s.Key}={s.Value}")];
        if (Launcher.Length > 0) command = [.. Launcher, DataFolder, .. command];
        _process = ChildProcess.Start(command[0], command[1..], _folder.Path, Log);
        try
        {
            await Ready(ReadyWithin);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"The server did not become ready: {exception.Message}\n{Log.Tail()}", exception);
        }

        StartTook = clock.Elapsed;
    }

    public async Task Ready(TimeSpan within)
    {
        using var http = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(5) };
        await Eventually.That(async () =>
        {
            if (Process.HasExited) throw new InvalidOperationException("It ended.");
            return await Health(http) == HttpStatusCode.OK;
        }, within, "the server is ready");
    }

    private static async Task<HttpStatusCode?> Health(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or SocketException)
        {
            return null;
        }
        catch (TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>What it is started with from now on; null takes the setting away.</summary>
    public void Set(string key, string? value)
    {
        if (value is null) _settings.Remove(key);
        else _settings[key] = value;
    }

    public void Kill() => Process.Kill();

    public async Task KillAndRestart()
    {
        Kill();
        await Process.Exit(StopWithin);
        await Start();
    }

    /// <summary>Asks it to stop, as Ctrl-C or an orchestrator does.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> Terminate()
    {
        Process.Signal(Signals.Terminate);
        return Process.Exit(StopWithin);
    }

    public ApiClient Client() => new(Url);

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.Exit(StopWithin);
        }

        _process?.Dispose();
        _folder.Dispose();
    }
}
