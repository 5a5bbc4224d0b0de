using System.Diagnostics;
using System.Globalization;

namespace Bulletin.SystemTests.Cluster;

/// <summary>What <c>script/cluster</c> runs, as somebody sees it who has its folder: processes with pid files, and gateways with ports.</summary>
internal sealed class LocalCluster : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Limits out of the way, since the few people here do what many would; time for a load balancer to notice who stops; and
    /// nobody has to sign in again during a long run.
    /// </summary>
    private static readonly string[] s_settings =
    [
        "--Live:LeaveSeconds=1", "--Auth:AccessTokenLifetime=01:00:00",
        .. new[] { "Posting", "Writing", "Searching", "Reading", "HubCalls", "HubKilobytes", "Connecting", "SignUp", "LogIn", "Refreshing", "Anonymous" }.SelectMany(limit => (string[])[$"--Limits:{limit}:PerSecond=1000000", $"--Limits:{limit}:Burst=1000000"]),
    ];

    private readonly TempFolder _folder = new();
    private readonly ChildProcess _script;
    private readonly int _gateways;
    private readonly int _port;

    private LocalCluster(int silos, int gateways, bool cohosted)
    {
        _gateways = gateways;
        _port = FreePort();
        string[] shape = cohosted ? ["--cohosted"] : ["--silos", $"{silos}"];
        _script = ChildProcess.Start(Script, ["--built", .. shape, "--gateways", $"{gateways}", "--port", $"{_port}", "--data", Folder, "--", .. s_settings], Built.Root);
    }

    public string Folder => Path.Combine(_folder.Path, "data");
    public ProcessLog Log => _script.Log;
    public IReadOnlyList<Uri> Gateways => [.. Enumerable.Range(1, _gateways).Select(Gateway)];

    /// <summary>Where the database is, for what no client could see.</summary>
    public string ConnectionString =>
        $"Host=127.0.0.1;Port={_port + 1400};Username=bulletin;Password={File.ReadAllText(Path.Combine(Folder, "postgres.password"))};Database=bulletin";

    private static string Script => Path.Combine(Built.Root, "script", "cluster");

    public static async Task<LocalCluster> Started(int silos, int gateways) => await Ready(new(silos, gateways, cohosted: false));

    /// <summary>Gateways with silos inside.</summary>
    public static async Task<LocalCluster> Cohosted(int gateways) => await Ready(new(silos: 0, gateways, cohosted: true));

    public Uri Gateway(int number) => new($"http://127.0.0.1:{_port + number - 1}");

    /// <summary>Where Prometheus reads a process.</summary>
    public Uri Metrics(string name)
    {
        var number = int.Parse(name[(name.IndexOf('-', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
        return new($"http://127.0.0.1:{_port + (name.StartsWith("silo", StringComparison.Ordinal) ? 1099 : 999) + number}/metrics");
    }

    public int ProcessId(string name) => int.Parse(File.ReadAllText(Path.Combine(Folder, $"{name}.pid")), CultureInfo.InvariantCulture);

    public bool IsAlive(string name) => File.Exists($"/proc/{ProcessId(name)}/exe") && !File.ReadAllText($"/proc/{ProcessId(name)}/stat").Contains(") Z ", StringComparison.Ordinal);

    public async Task DatabaseAccepts(TimeSpan within) => await Eventually.That(async () =>
    {
        try
        {
            await PostgresServer.Ask(ConnectionString, "SELECT 1");
            return true;
        }
        catch (Npgsql.NpgsqlException)
        {
            return false;
        }
    }, within, "Postgres accepts connections");

    public void Signal(string name, int signal) => Signals.Send(ProcessId(name), signal);

    public void Kill(string name)
    {
        using var process = Process.GetProcessById(ProcessId(name));
        process.Kill();
    }

    public Task Start(string name) => ChildProcess.Run(Script, ["start", name, "--data", Folder], Built.Root);

    public Task Stop(string name) => ChildProcess.Run(Script, ["stop", name, "--data", Folder], Built.Root);

    private static async Task<LocalCluster> Ready(LocalCluster cluster)
    {
        try
        {
            await Eventually.That(() => cluster._script.HasExited ? throw new InvalidOperationException($"It ended:\n{cluster.Log.Tail()}")
                : cluster.Log.Tail().Contains("Bulletin is ready at", StringComparison.Ordinal), ReadyWithin, "the cluster is ready");
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Of a range that nothing on this machine picks ports from, and with those that follow from it.</summary>
    private static int FreePort() => 20_000 + 10 * Random.Shared.Next(900);

    public async ValueTask DisposeAsync()
    {
        if (!_script.HasExited)
        {
            _script.Signal(Signals.Terminate);
            await _script.Exit(StopWithin);
        }
        _script.Dispose();
        _folder.Dispose();
    }
}
