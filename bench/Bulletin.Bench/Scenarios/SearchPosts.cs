using System.Diagnostics;
using Bulletin.Bench.Data;
using Bulletin.Bench.Report;
using Bulletin.Bench.Systems;
using Bulletin.Grains.Search.Analysis;

namespace Bulletin.Bench.Scenarios;

/// <summary>Posts while they are indexed, compared with posts in topics whose marks say that they are indexed already.</summary>
internal static class SearchPosts
{
    private const int Connections = 256;
    private const double Floor = 0.95;
    private const long FarAhead = 1_000_000_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static async Task Measure(Bench bench, Product product, string database, Talk talk)
    {
        var posted = $"t.id = ANY ('{{{string.Join(',', product.Topics)}}}')";
        string Text(int connection) => talk.At(connection).Text;
        var behind = $"SELECT count(*) FROM topics t LEFT JOIN search_marks m ON m.topic_id = t.id WHERE {posted} AND t.revision > coalesce(m.revision, 0)";
        var nothingLeft = $"UPDATE search_marks m SET revision = t.revision FROM topics t WHERE t.id = m.topic_id AND {posted}";
        var measured = await bench.InTurn("posts/s",
            new("indexed", async () =>
            {
                // What is left of the run before would take room from the posts of this one.
                await Postgres.Execute(database, nothingLeft);
                return await Rate();
            }),
            new("not indexed", async () =>
            {
                await Postgres.Execute(database, $"""
                    INSERT INTO search_marks (topic_id, floor, revision, version, rebuild) SELECT t.id, 0, {FarAhead}, {TextAnalyzer.Version}, 0 FROM topics t WHERE {posted}
                    ON CONFLICT (topic_id) DO UPDATE SET revision = excluded.revision
                    """);
                return await Rate();
            }) { Settling = 0.5 });
        bench.Results.Add(new("posts while they are indexed, 256 connections", measured[0], measured[1], Floor));

        await Postgres.Execute(database, nothingLeft);
        await Rate();
        var began = Stopwatch.GetTimestamp();
        await Eventually.That(async () => await PostgresServer.Ask(database, behind) == 0, Patience, "everything is indexed");
        bench.Results.Add("posts while they are indexed: until all can be found, after the last", new("indexed", "s", [Stopwatch.GetElapsedTime(began).TotalSeconds]));

        Task<double> Rate() => Posts.Rate(bench, product.Url, Connections, Posts.Ours(product, product.Topics, Connections, Text));
    }
}
