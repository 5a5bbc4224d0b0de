using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Operations;

/// <summary>A Prometheus that scrapes processes under test every half second and judges the rules of <c>deploy/monitoring/</c>.</summary>
internal sealed partial class Prometheus : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ChildProcess _process;
    private readonly ApiClient _api;

    private Prometheus(string scraped, bool patient)
    {
        var port = Ports.Free();
        var configuration = Path.Combine(_folder.Path, "prometheus.yml");
        var rules = File.ReadAllText(Path.Combine(Monitoring, "alerts.yml"));
        File.WriteAllText(Path.Combine(_folder.Path, "alerts.yml"), patient ? rules : For().Replace(rules, ""));
        File.WriteAllText(configuration, $$"""
            global: { scrape_interval: 500ms, evaluation_interval: 1s }
            rule_files: [alerts.yml]
            scrape_configs:
              - job_name: bulletin
                static_configs: [{ targets: [{{scraped}}] }]
            """);
        _process = ChildProcess.Start(Program, [$"--config.file={configuration}", $"--storage.tsdb.path={_folder.Path}/data", $"--web.listen-address=127.0.0.1:{port}"], _folder.Path);
        _api = new ApiClient(new($"http://127.0.0.1:{port}"));
    }

    public static string Monitoring => Path.Combine(Built.Root, "deploy", "monitoring");

    public static Task<Prometheus> Watching(params Uri[] operations) => Started(operations, patient: true);

    /// <summary>It does not wait before it raises an alert, whatever its <c>for</c> says.</summary>
    public static Task<Prometheus> Impatient(params Uri[] operations) => Started(operations, patient: false);

    private static async Task<Prometheus> Started(Uri[] operations, bool patient)
    {
        var prometheus = new Prometheus(string.Join(", ", operations.Select(url => $"\"{url.Authority}\"")), patient);
        await Eventually.That(async () =>
        {
            if (prometheus._process.HasExited) throw new InvalidOperationException($"Prometheus ended:\n{prometheus._process.Log.Tail()}");
            try
            {
                return (await prometheus._api.Get("/-/ready")).Status == HttpStatusCode.OK;
            }
            catch (Exception e) when (e is HttpRequestException or SocketException)
            {
                return false;
            }
        }, "Prometheus is ready");
        return prometheus;
    }

    /// <summary>Runs the checker that comes with it.</summary>
    public static Task<string> Tool(params string[] arguments) => ChildProcess.Run(Find("promtool"), arguments, Monitoring);

    /// <summary>How many series an expression has by now.</summary>
    public async Task<int> Series(string expression)
    {
        var answer = (await _api.Get($"/api/v1/query?query={Uri.EscapeDataString(expression)}")).Is(HttpStatusCode.OK);
        return answer.Json.GetProperty("data").GetProperty("result").GetArrayLength();
    }

    /// <summary>The rules of alerts and of what they are made from, each with its expression and how its judging goes: <c>ok</c> if it does.</summary>
    public async Task<IReadOnlyList<(string Name, string Expression, string Health)>> Rules()
    {
        var groups = (await _api.Get("/api/v1/rules")).Is(HttpStatusCode.OK).Json.GetProperty("data").GetProperty("groups");
        return [.. groups.EnumerateArray().SelectMany(group => group.GetProperty("rules").EnumerateArray())
            .Select(rule => (rule.Text("name")!, rule.Text("query")!, rule.Text("health")!))];
    }

    /// <summary>The names of the alerts that are raised now.</summary>
    public async Task<IReadOnlySet<string>> Firing()
    {
        var alerts = (await _api.Get("/api/v1/alerts")).Is(HttpStatusCode.OK).Json.GetProperty("data").GetProperty("alerts");
        return alerts.EnumerateArray().Where(alert => alert.Text("state") == "firing").Select(alert => alert.GetProperty("labels").Text("alertname")!).ToHashSet();
    }

    [GeneratedRegex(@"^ +for: .+\n", RegexOptions.Multiline)]
    private static partial Regex For();

    /// <summary>Debian's, as <c>script/setup --tests</c> lays it beside the build, or what is on the path.</summary>
    private static string Find(string program) =>
        new[] { Path.Combine(Built.Root, "artifacts", "tools", "prometheus", "usr", "bin") }.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException($"The tests need {program}: run script/setup --tests.");

    private static string Program => Find("prometheus");

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.Exit(TimeSpan.FromSeconds(10));
        _process.Dispose();
        _api.Dispose();
        _folder.Dispose();
    }
}
