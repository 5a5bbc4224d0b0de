using Bulletin.Bench.Load;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Scenarios;

/// <summary>Durable posts on Postgres: across many topics, into one, and compared with bare ways to store them.</summary>
internal sealed class Posts : IScenario
{
    private const int Connections = 256;
    private const int FewConnections = 32;

    public string Name => "posts";

    public async Task Run(Bench bench)
    {
        await using var postgres = await Postgres.Started();
        using var product = await Product.Started(await postgres.NewDatabase(), topics: bench.Topics);
        var bare = await postgres.NewDatabase();
        using var group = await Baseline.Started("group", "--Postgres", bare);
        using var insert = await Baseline.Started("insert", "--Postgres", bare);
        using var nothing = await Baseline.Started("jwt", "--Keys", await SigningKeys.Of(product));

        var measured = await bench.InTurn("posts/s",
            new("many topics", () => Rate(bench, product.Url, Connections, Ours(product, product.Topics))),
            new("one hot topic", () => Rate(bench, product.Url, Connections, Ours(product, product.Topics[..1]))) { Settling = 0.1 },
            new("bare group commit", () => Rate(bench, group.Url, Connections, Bare(Connections))) { Settling = 0.5 },
            new("bare INSERT per request", () => Rate(bench, insert.Url, Connections, Bare(Connections))) { Settling = 0.5 },
            new("Kestrel with a token check, no work", () => Rate(bench, nothing.Url, Connections, Nothing(product))) { Settling = 0.5 },
            new("many topics, 32 connections", () => Rate(bench, product.Url, FewConnections, Ours(product, product.Topics))) { Settling = 0 },
            new("bare group commit, 32 connections", () => Rate(bench, group.Url, FewConnections, Bare(FewConnections))) { Settling = 0 });

        bench.Results.Add(new("posts, many topics, 256 connections", measured[0], measured[2], 0.6));
        bench.Results.Add(new("posts, many topics, 256 connections", measured[0], measured[3], 2.5));
        bench.Results.Add(new("posts, many topics, 256 connections", measured[0], measured[4], null));
        bench.Results.Add(new("posts, one hot topic, 256 connections", measured[1], measured[0], 0.7));
        bench.Results.Add(new("posts, many topics, 32 connections", measured[5], measured[6], null));
    }

    internal static Task<double> Rate(Bench bench, Uri server, int connections, Func<int, byte[]> next) => Rate(bench, [server], connections, next);

    internal static Task<double> Rate(Bench bench, Uri[] servers, int connections, Func<int, byte[]> next) =>
        ClosedLoop.Rate(servers, connections, bench.WarmUp, bench.Measured, next, expected: 201);

    /// <summary>Each connection posts as one person, into topics in turn.</summary>
    /// <param name="text">What a connection posts; null for 200 characters.</param>
    internal static Func<int, byte[]> Ours(Product product, string[] topics, int connections = Connections, Func<int, string>? text = null)
    {
        var spread = Math.Max(1, Math.Min(topics.Length, 4_096 / connections));
        var posts = Enumerable.Range(0, connections).Select(c => Enumerable.Range(0, spread)
            .Select(i => Requests.PostMessage($"/api/v1/topics/{topics[(c + i * connections) % topics.Length]}/messages", product.Tokens[c % product.Tokens.Length], text?.Invoke(c) ?? Requests.Text)).ToArray()).ToArray();
        return Next(posts);
    }

    internal static Func<int, byte[]> Bare(int connections)
    {
        var posts = Enumerable.Range(0, connections).Select(_ => Enumerable.Range(0, 4).Select(_ => Requests.PostMessage($"/topics/{Guid.CreateVersion7()}/messages")).ToArray()).ToArray();
        return Next(posts);
    }

    private static Func<int, byte[]> Nothing(Product product)
    {
        var posts = Enumerable.Range(0, Connections).Select(c => (byte[][])[Requests.PostMessage("/messages", product.Tokens[c % product.Tokens.Length])]).ToArray();
        return Next(posts);
    }

    private static Func<int, byte[]> Next(byte[][][] posts)
    {
        var turns = new int[posts.Length];
        return connection =>
        {
            var mine = posts[connection];
            var post = mine[turns[connection]++ % mine.Length];
            Requests.Renew(post);
            return post;
        };
    }
}
