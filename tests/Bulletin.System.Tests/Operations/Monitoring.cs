using System.Text.Json;
using System.Text.RegularExpressions;
using Bulletin.SystemTests.Cluster;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Operations;

/// <summary>The dashboard and the alerts ask for what is really served, and each alert says what to do.</summary>
public sealed partial class Monitoring(Shared shared) : SystemTest(shared)
{
    private const string Runbook = "https://github.com/bulletin-chat/bulletin/blob/main/docs/runbook.md";
    private static readonly string[] s_aboutSqlite = ["BulletinBackupOld", "BulletinDiskFills"];

    /// <summary>Served only once something is wrong, by a job of another name, or by the blackbox exporter.</summary>
    private static readonly string[] s_notHere =
    [
        "http_server_request_duration_seconds_count{http_response_status_code=\"500\"}",
        "up{app_kubernetes_io_name=\"bulletin\"}",
        "probe_ssl_earliest_cert_expiry{job=~\".*bulletin.*\"}",
    ];

    [Fact]
    public async Task The_rules_are_valid_and_each_is_raised_by_what_it_is_about_and_by_nothing_of_a_good_day()
    {
        await Prometheus.Tool("check", "rules", "alerts.yml");
        await Prometheus.Tool("test", "rules", "alerts.test.yml");
        await Prometheus.Tool("test", "rules", "objectives.test.yml");

        var tested = await File.ReadAllTextAsync(Path.Combine(Prometheus.Monitoring, "alerts.test.yml"), Cancelled);
        Assert.All(await Alerts(), alert => Assert.Contains($"alertname=\"{alert}\"", tested, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_alert_has_its_entry_in_the_runbook_and_each_entry_its_alert()
    {
        var runbook = await File.ReadAllTextAsync(Path.Combine(Built.Root, "docs", "runbook.md"), Cancelled);
        var rules = await File.ReadAllTextAsync(Path.Combine(Prometheus.Monitoring, "alerts.yml"), Cancelled);

        Assert.Equal((await Alerts()).Order(), Entry().Matches(runbook).Select(match => match.Groups[1].Value).Order());
        Assert.All(await Alerts(), alert => Assert.Contains($"runbook_url: {Runbook}#{alert.ToLowerInvariant()}\n", rules, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_real_prometheus_has_an_answer_for_each_panel_and_judges_each_alert()
    {
        using Authority authority = new(Own(new TempFolder()).Path);
        var both = Own(await GatewayAndSilo.Started(await (await Postgres).NewDatabase(), [.. authority.Issue().Select(setting => (setting.Key, setting.Value))]));
        var person = await Somebody(both.Gateway);
        var topic = await person.NewTopic();
        var hub = await Hub(person);
        await hub.Join(topic);
        var prometheus = Own(await Prometheus.Watching(both.Gateway.MetricsUrl, both.Silo.OperationsUrl));

        foreach (var (panel, expression) in await Panels())
        {
            var asked = expression.Replace("$__rate_interval", "20s", StringComparison.Ordinal).Replace("$instance", ".*", StringComparison.Ordinal);
            // Posts go on meanwhile: a rate needs two scrapes between which something was counted.
            await Eventually.That(async () =>
            {
                await person.Post(topic, panel);
                return await prometheus.Series(asked) > 0;
            }, $"the panel '{panel}' shows something for {asked}");
        }

        await Eventually.That(async () => (await prometheus.Rules()).All(rule => rule.Health == "ok"), "all rules were judged");
        foreach (var (rule, expression, _) in (await prometheus.Rules()).Where(rule => !s_aboutSqlite.Contains(rule.Name)))
            foreach (var selector in SelectorsIn(expression).Except(s_notHere))
                Assert.True(await prometheus.Series(selector) > 0, $"{rule} asks for {selector}, which nobody serves");
    }

    [Fact]
    public async Task The_alerts_about_SQLite_ask_for_what_a_server_with_it_and_its_backup_tell()
    {
        var server = await OwnServer();
        var backups = Own(new TempFolder());
        var textfile = Path.Combine(backups.Path, "bulletin.prom");
        await ChildProcess.Run("dotnet", [Built.Silo, "backup", Path.Combine(backups.Path, "copy.db"), $"--Data={server.DataFolder}", $"--textfile={textfile}"], backups.Path);

        var told = (await Metrics.Of(server.MetricsUrl)).Names.Concat((await File.ReadAllTextAsync(textfile, Cancelled)).Split(' ', '\n')).ToHashSet();

        var rules = await File.ReadAllTextAsync(Path.Combine(Prometheus.Monitoring, "alerts.yml"), Cancelled);
        Assert.All(s_aboutSqlite, alert =>
        {
            var metrics = SelectorsIn(Regex.Match(rules, $@"alert: {alert}\n +expr: (.+)").Groups[1].Value).ToHashSet();
            Assert.NotEmpty(metrics);
            Assert.Subset(told, metrics);
        });
    }

    private static async Task<string[]> Alerts() =>
        [.. Alert().Matches(await File.ReadAllTextAsync(Path.Combine(Prometheus.Monitoring, "alerts.yml"), Cancelled)).Select(match => match.Groups[1].Value)];

    private static async Task<List<(string Panel, string Expression)>> Panels()
    {
        var dashboard = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(Path.Combine(Prometheus.Monitoring, "grafana-dashboard.json"), Cancelled));
        var panels = dashboard.GetProperty("panels").EnumerateArray().ToArray();
        Assert.Equal(panels.Length, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        return [.. panels.Where(panel => panel.Text("type") != "row").SelectMany(panel =>
            panel.GetProperty("targets").EnumerateArray().Select(target => (panel.Text("title")!, target.Text("expr")!)))];
    }

    /// <summary>What is left of an expression without its ranges, functions and words: the names of series, with labels if it names any.</summary>
    private static IEnumerable<string> SelectorsIn(string expression) =>
        Selector().Matches(NoName().Replace(expression, " ")).Select(match => match.Value).Distinct();

    [GeneratedRegex(@"^ +- alert: (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Alert();

    [GeneratedRegex(@"^## (Bulletin\w+)$", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"\[\w+\]|\b(by|without|on|ignoring)\s*\([^)]*\)|\w+(?=\s*\()|\b(and|or|unless|sum|max|min|count|avg)\b")]
    private static partial Regex NoName();

    [GeneratedRegex(@"\b[a-z][\w:]+\b(\{[^}]*\})?")]
    private static partial Regex Selector();
}
