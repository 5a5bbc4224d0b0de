using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Cluster;

/// <summary>With <c>Cluster:Tls</c>, processes of a cluster know each other by their certificates.</summary>
public sealed class Encryption(Shared shared) : SystemTest(shared)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Only_processes_with_a_certificate_of_the_cluster_join_it()
    {
        var folder = Own(new TempFolder());
        using Authority ours = new(Path.Combine(folder.Path, "ours"));
        using Authority others = new(Path.Combine(folder.Path, "others"));
        var database = await (await Postgres).NewDatabase();

        var first = await OwnServer(Settings(database, ours.Issue()));
        var second = await OwnServer(Settings(database, ours.Issue()));
        Assert.Equal(2, await ActiveSilos(database));

        var (stranger, plain) = (Silo(database, others.Issue(), folder), Silo(database, [], folder));
        foreach (var refused in new[] { stranger, plain })
            await Eventually.That(() => refused.Log.Tail().Contains("connectivity", StringComparison.OrdinalIgnoreCase), Soon, $"it finds nobody:\n{refused.Log.Tail()}");
        await Eventually.That(() => first.Log.Tail().Contains("Authentication failed", StringComparison.Ordinal), Soon, "the stranger is refused");
        Assert.Equal(2, await ActiveSilos(database));
        await first.Ready(Soon);
        await second.Ready(Soon);

        var gateway = Gateway(database, others.Issue(), folder);
        await Eventually.That(() => gateway.Log.Tail().Contains("Waiting for a silo", StringComparison.Ordinal), Soon, "the gateway is refused");
        foreach (var refused in new[] { stranger, plain, gateway })
        {
            Assert.DoesNotContain("Bulletin is ready", refused.Log.Tail(), StringComparison.Ordinal);
            Assert.DoesNotContain("silo is ready", refused.Log.Tail(), StringComparison.Ordinal);
        }
    }

    private static (string, string)[] Settings(string database, Dictionary<string, string> tls) =>
        [.. Nodes.OnPostgres(database).Concat(tls).Select(setting => (setting.Key, setting.Value))];

    private ChildProcess Silo(string database, Dictionary<string, string> tls, TempFolder folder) =>
        Process(Built.Silo, [.. Settings(database, tls)], folder);

    private ChildProcess Gateway(string database, Dictionary<string, string> tls, TempFolder folder) =>
        Process(Built.Server, [.. Settings(database, tls), ("Cluster:Role", "Gateway"), ("Auth:SigningKeys:0", Nodes.NewSigningKey()), ("urls", $"http://127.0.0.1:{Ports.Free()}")], folder);

    private ChildProcess Process(string program, IEnumerable<(string Key, string Value)> settings, TempFolder folder)
    {
        var process = ChildProcess.Start("dotnet", [program, .. settings.Select(setting => $"--{setting.Key}={setting.Value}")], folder.Path);
        return Own(process);
    }

    private static Task<long> ActiveSilos(string database) => PostgresServer.Ask(database, "SELECT count(*) FROM orleans_membership WHERE status = 3");
}
