using Bulletin.Bench.Systems;
using Npgsql;

namespace Bulletin.Bench.Scenarios;

/// <summary>Posts with many in flight while the database is two milliseconds further away: commits are batched, so it should hardly matter.</summary>
internal sealed class SlowDatabase : IScenario
{
    private const int Connections = 1_024;

    public string Name => "slow-database";

    public async Task Run(Bench bench)
    {
        await using var postgres = await Postgres.Started();
        using var near = await Further.Away(postgres, milliseconds: 0);
        using var far = await Further.Away(postgres, milliseconds: 2);
        using var direct = await Product.Started(await postgres.NewDatabase(), topics: bench.Topics);
        using var without = await Product.Started(near.Seen(await postgres.NewDatabase()), topics: bench.Topics);
        using var with = await Product.Started(far.Seen(await postgres.NewDatabase()), topics: bench.Topics);

        var measured = await bench.InTurn("posts/s",
            new("2 ms further away, 1,024 in flight", () => Rate(bench, with)),
            new("through the proxy, no delay", () => Rate(bench, without)),
            new("without the proxy", () => Rate(bench, direct)));
        bench.Results.Add(new("posts, database 2 ms further away, 1,024 connections", measured[0], measured[1], 0.8));
        bench.Results.Add(new("what the proxy itself costs", measured[1], measured[2]));
    }

    private static Task<double> Rate(Bench bench, Product product) =>
        Posts.Rate(bench, product.Url, Connections, Posts.Ours(product, product.Topics, Connections));

    /// <summary>A proxy in front of Postgres, on the cores of the load.</summary>
    private sealed class Further(Baseline proxy, int port) : IDisposable
    {
        public static async Task<Further> Away(Postgres postgres, int milliseconds)
        {
            var port = Ports.Free();
            return new(await Baseline.StartedAside("proxy", "--Port", $"{port}", "--To", $"{postgres.Port}", "--Delay", $"{milliseconds}"), port);
        }

        public string Seen(string database) => new NpgsqlConnectionStringBuilder(database) { Port = port }.ToString();

        public void Dispose() => proxy.Dispose();
    }
}
