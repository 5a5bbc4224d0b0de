using Npgsql;

namespace Bulletin.Faults.Machines;

/// <summary>The distributed system on this machine: its own Postgres, silos and gateways as processes, each kept running.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RestartAfter = TimeSpan.FromSeconds(1), StartWithin = TimeSpan.FromMinutes(4);

    private readonly TempFolder folder = new();
    private readonly List<Node> nodes = [];
    private readonly CancellationTokenSource stopped = new();
    private Task supervision = Task.CompletedTask;

    private Cluster(INetwork network, PostgresServer postgres, string connectionString, Action<string> tell) =>
        (Network, Postgres, ConnectionString, Tell) = (network, postgres, connectionString, tell);

    public INetwork Network { get; }
    public PostgresServer Postgres { get; }

    /// <summary>Straight to the database, by no relay.</summary>
    public string ConnectionString { get; }

    public IReadOnlyList<Node> Nodes => nodes;
    public IReadOnlyList<Node> Silos => [.. nodes.Where(n => n.HostsGrains)];
    public IReadOnlyList<Node> Gateways => [.. nodes.Where(n => n.Url is not null)];

    public static async Task<Cluster> Started(Layout layout, INetwork network, Programs programs, Action<string> tell)
    {
        var postgres = await PostgresServer.Started(await network.NewPlace("postgres"));
        var cluster = new Cluster(network, postgres, await postgres.NewDatabase(), tell);
        var settings = new ClusterSettings();
        if (layout == Layout.Cohosted)
            for (var i = 1; i <= 3; i++) await cluster.Add($"node-{i}", programs.Server, settings, isGateway: true, isSilo: true);
        else
        {
            for (var i = 1; i <= 3; i++) await cluster.Add($"silo-{i}", programs.Silo, settings, isGateway: false, isSilo: true);
            for (var i = 1; i <= 2; i++) await cluster.Add($"gateway-{i}", programs.Server, settings, isGateway: true, isSilo: false);
        }

        // The first migrates the database while the others wait for it.
        foreach (var node in cluster.nodes) node.Start();
        cluster.supervision = Task.Run(cluster.Supervise);
        try
        {
            await cluster.Ready(StartWithin);
            return cluster;
        }
        catch (TimeoutException)
        {
            foreach (var node in cluster.nodes) tell($"{node.Name} said last:\n{node.Log.Tail(15)}");
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Is told what ended by itself. It is started again in any case.</summary>
    public Action<string> Tell { get; set; }

    private async Task Supervise()
    {
        using var timer = new PeriodicTimer(LookEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(stopped.Token))
                foreach (var node in nodes.Where(n => n.Wanted && n.HasEnded))
                {
                    Tell($"{node.Name} ended by itself: {LastWords(node)}");
                    await Task.Delay(RestartAfter, stopped.Token);
                    if (node.Wanted) node.Start();
                }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    /// <exception cref="TimeoutException">Not all of it is.</exception>
    public Task Ready(TimeSpan within) => Eventually.That(async () =>
    {
        var answers = await Task.WhenAll(nodes.Select(node => node.IsReady()));
        return answers.All(ready => ready);
    }, within, "the whole cluster is ready");

    private async Task Add(string name, string program, ClusterSettings settings, bool isGateway, bool isSilo)
    {
        var place = await Network.NewPlace(name);
        var relay = Relay.To(Postgres.Place.Address, Postgres.Port, Network.Database);
        var ports = Ports.Free(4);
        var database = new NpgsqlConnectionStringBuilder(ConnectionString) { Host = Network.Database, Port = relay.Port }.ToString();
        var url = new Uri($"http://{place.Address}:{ports[0]}");
        var metrics = new Uri($"http://{place.Address}:{ports[1]}");
        var data = Directory.CreateDirectory(Path.Combine(folder.Path, name)).FullName;
        string[] arguments =
        [
            .. settings.Common(database, data),
            .. ClusterSettings.Metrics(place.Address, ports[1]),
            .. isSilo ? ClusterSettings.Silo(place.Address, ports[2], ports[3]) : ["--Cluster:Role=Gateway"],
            .. isGateway ? ClusterSettings.Gateway(url) : [],
        ];
        var ready = new Uri(isGateway ? url : metrics, "/health/ready");
        nodes.Add(new Node(name, place, arguments, ready, relay, data) { Program = program, Url = isGateway ? url : null, HostsGrains = isSilo });
    }

    private static string LastWords(Node node) =>
        node.Errors.LastOrDefault() is { } line ? line[..Math.Min(200, line.Length)] : "it said nothing of why";

    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync();
        await supervision;
        foreach (var node in nodes)
        {
            node.Dispose();
            node.Database.Dispose();
        }
        await Postgres.DisposeAsync();
        await Network.DisposeAsync();
        folder.Dispose();
        stopped.Dispose();
    }
}
