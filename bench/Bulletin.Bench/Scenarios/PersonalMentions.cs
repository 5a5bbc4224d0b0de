using System.Diagnostics;
using Bulletin.Bench.Load;
using Bulletin.Bench.Report;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Scenarios;

/// <summary>Posts that mention two people each, who are notified, compared with posts that mention nobody.</summary>
internal static class PersonalMentions
{
    private const int Connections = 256;

    private const string Behind = """
        SELECT count(*) FROM topics t LEFT JOIN follow_marks m ON m.topic_id = t.id WHERE t.seq > coalesce(m.seq, 0)
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task Measure(Bench bench)
    {
        await using var postgres = await Postgres.Started();
        var database = await postgres.NewDatabase();
        using var product = await Product.Started(database, topics: bench.Topics);
        Measured after = new("mentions", "ms", []), afterPlain = new("plain texts", "ms", []);
        var measured = await bench.InTurn("posts/s",
            new("two mentions each", () => Rate(c => Text(product, c), after)),
            new("plain texts", () => Rate(_ => Requests.Text, afterPlain)) { Settling = 0.5 });
        bench.Results.Add(new("posts that mention two people, 256 connections", measured[0], measured[1]));
        bench.Results.Add("posts that mention two people: until all are notified, after the last", Last(after));
        bench.Results.Add("posts that mention nobody: until they are followed, after the last", Last(afterPlain));

        // What is left to follow would slow down the posts of the next run.
        async Task<double> Rate(Func<int, string> text, Measured took)
        {
            var rate = await Posts.Rate(bench, product.Url, Connections, Posts.Ours(product, product.Topics, Connections, text));
            var began = Stopwatch.GetTimestamp();
            await Eventually.That(async () => await PostgresServer.Ask(database, Behind) == 0, Patience, "everything was followed");
            took.Runs.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            return rate;
        }

        // Without those of the warm-up.
        Measured Last(Measured all) => all with { Runs = [.. all.Runs.TakeLast(bench.Runs)] };
    }

    private static string Text(Product product, int connection)
    {
        string Other(int by) => $"@bench-{(connection + by) % product.Tokens.Length}";
        return $"{Other(1)} {Other(5)} ".PadRight(Requests.Text.Length, 'x');
    }
}
