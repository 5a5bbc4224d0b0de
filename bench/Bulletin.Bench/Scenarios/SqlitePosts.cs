using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Scenarios;

/// <summary>Durable posts of a single process on SQLite.</summary>
internal sealed class SqlitePosts : IScenario
{
    private const int Connections = 256;

    public string Name => "sqlite";

    public async Task Run(Bench bench)
    {
        using var product = await Product.Started(postgres: null, topics: bench.Topics);
        using TempFolder folder = new();
        using var insert = await Baseline.Started("insert-sqlite", "--Sqlite", Path.Combine(folder.Path, "posts.db"));

        var measured = await bench.InTurn("posts/s",
            new("SQLite, one process", () => Posts.Rate(bench, product.Url, Connections, Posts.Ours(product, product.Topics))),
            new("bare INSERT per request, SQLite", () => Posts.Rate(bench, insert.Url, Connections, Posts.Bare(Connections))) { Settling = 0.5 });

        bench.Results.Add(new("posts, SQLite, 256 connections", measured[0], measured[1], 3));
    }
}
