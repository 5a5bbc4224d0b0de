using Bulletin.SystemTests.Cluster;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Operations;

public sealed class AlertsOfProcesses(Shared shared) : AlertTest(shared)
{
    [Fact]
    public async Task A_process_that_is_killed_is_missed_and_so_are_the_last_of_their_kind()
    {
        string[] alerts = ["BulletinSiloLost", "BulletinProcessDown", "BulletinGatewaysGone", "BulletinSilosGone"];
        var database = await (await Postgres).NewDatabase();
        var both = Own(await GatewayAndSilo.Started(database));
        var dies = Own(await SiloProcess.Started(database));
        var prometheus = await Watching(alerts, both.Gateway.MetricsUrl, both.Silo.OperationsUrl, dies.OperationsUrl);

        dies.Kill();
        await Raised(prometheus, ["BulletinSiloLost", "BulletinProcessDown"]);
        Assert.Empty((await prometheus.Firing()).Intersect(["BulletinGatewaysGone", "BulletinSilosGone"]));
        both.Gateway.Kill();
        both.Silo.Kill();

        await Raised(prometheus, ["BulletinGatewaysGone", "BulletinSilosGone"]);
    }

    [Fact]
    public async Task Two_clusters_on_one_database_are_noticed_as_they_take_each_other_s_topics()
    {
        string[] alerts = ["BulletinFences", "BulletinSilosDisagree"];
        var database = await (await Postgres).NewDatabase();
        var one = await OwnServerOn(database);
        var person = await Somebody(one);
        var topic = await person.NewTopic();
        await person.Post(topic, "The topic is claimed");
        var prometheus = await Watching(alerts, one.MetricsUrl);

        List<BulletinServer> others = [];
        for (var i = 0; i < 2; i++)
            others.Add(await OwnServer([("Cluster:ClusterId", "other"), .. Nodes.OnPostgres(database).Select(setting => (setting.Key, setting.Value))]));
        using var elsewhere = await person.Again(others[0].Url);

        await Raised(Own(await Prometheus.Impatient([one.MetricsUrl, .. others.Select(other => other.MetricsUrl)])), alerts, async () =>
        {
            await person.TryPost(topic, "From one cluster");
            await elsewhere.TryPost(topic, "From the other");
        });
        Assert.Empty((await prometheus.Firing()).Intersect(["BulletinSilosDisagree"]));
    }

    private const int Few = 3;

    [Theory, InlineData(Few, 100), InlineData(100, Few)]
    public async Task Connections_that_are_refused_are_a_ticket(int most, int perAddress)
    {
        string[] alerts = ["BulletinConnectionsRefused"];
        var server = await OwnServer(("Http:MaxConnections", $"{most}"), ("Http:MaxConnectionsPerAddress", $"{perAddress}"));
        var prometheus = await Watching(alerts, server.MetricsUrl);

        using var held = await HeldConnections.Of(server.Url, Few);
        await Raised(prometheus, alerts, async () =>
        {
            using var client = server.Client();
            await client.Get("/health/live");
        });
    }

    [Fact]
    public async Task Clients_that_come_back_again_and_again_are_a_ticket()
    {
        string[] alerts = ["BulletinReconnects"];
        var server = await OwnServer();
        var person = await Somebody(server);
        var prometheus = await Watching(alerts, server.MetricsUrl);

        await Raised(prometheus, alerts, () => Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            await using var hub = await HubClient.Of(person);
        })));
    }

    [Fact]
    public async Task A_certificate_of_the_cluster_that_expires_tomorrow_is_a_ticket()
    {
        using Authority authority = new(Own(new TempFolder()).Path);
        var both = Own(await GatewayAndSilo.Started(await (await Postgres).NewDatabase(), [.. authority.Issue().Select(setting => (setting.Key, setting.Value))]));

        foreach (var process in new[] { both.Gateway.MetricsUrl, both.Silo.OperationsUrl })
            await Raised(Own(await Prometheus.Impatient(process)), ["BulletinCertificateExpires"]);
    }
}
