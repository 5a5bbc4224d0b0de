using System.Diagnostics;
using Bulletin.Bench.Load;
using Bulletin.Bench.Report;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Scenarios;

/// <summary>
/// What posts, pages, deliveries and connections cost at the rates of an office in its busiest minute. Each costs more than on a saturated server, which
/// handles many at once. Then whether everything together costs what script/capacity predicts: the sum. Twice the load costs less than twice as much.
/// </summary>
internal sealed class Office : IScenario
{
    /// <summary>As in script/capacity: ten people post once in twenty seconds, and three of them are connected.</summary>
    private const double PostsOfEach = 0.005, Connected = 0.3;

    private const int Viewers = 12, PagesOfPost = 3;

    /// <summary>Of the prediction, up or down.</summary>
    private const double Tolerance = 0.2;

    private const string Behind = """
        SELECT count(*) FROM topics t LEFT JOIN search_marks s ON s.topic_id = t.id LEFT JOIN follow_marks f ON f.topic_id = t.id
        WHERE t.revision > coalesce(s.revision, 0) OR s.floor > 0 OR t.revision > coalesce(f.revision, 0)
        """;

    public string Name => "office";

    public async Task Run(Bench bench)
    {
        var people = bench.Quick ? 2_000 : 10_000;
        var watched = (int)(2 * people * Connected) / Viewers;
        await using var postgres = await Postgres.Started();
        var database = await postgres.NewDatabase();
        using var product = await Product.Started(database, topics: 2 * watched);
        await product.Fill(10);
        using Swarm swarm = new((client, number) => Audience.Join(client, product, number, product.Topics[number % watched]));
        Measured connection = Unit("idle"), post = Unit("server"), stored = Unit("Postgres"), page = Unit("server"), delivery = Unit("server");
        var during = bench.Measured * 3;
        await Day(people, bench.Settling);
        await Eventually.That(async () => await PostgresServer.Ask(database, Behind) == 0, TimeSpan.FromMinutes(5), "everything is followed and indexed");

        var empty = await Used(() => Task.Delay(during));
        await Grow(people);
        await Day(people, bench.Settling);
        Measured whole = new("measured", "% of a core", []), predicted = new("predicted", "% of a core", []);
        for (var run = 0; run < bench.Runs; run++)
        {
            var idle = await Used(() => Task.Delay(during));
            var posts = await Used(() => Posts(people, product.Topics[watched..], during));
            var pages = await Used(() => Pages(people, during));
            var heard = await Used(() => Posts(people, product.Topics[..watched], during));
            connection.Runs.Add((idle - empty).Server / swarm.Count);
            post.Runs.Add((posts - idle).Server / Rate(people));
            stored.Runs.Add((posts - idle).Postgres / Rate(people));
            page.Runs.Add((pages - idle).Both / Rate(people) / PagesOfPost);
            delivery.Runs.Add((heard - posts).Both / Rate(people) / Viewers);
            await Compare(people);
        }
        foreach (var (what, cost) in new[] { ("a connection, each second", connection), ("a post", post), ("a post, stored", stored), ("a page", page), ("a delivery", delivery) })
            bench.Results.Add($"an office of {people:N0}: {what}", cost);
        Report(people, 1 + Tolerance, 1 / (1 - Tolerance));

        (whole, predicted) = (whole with { Runs = [] }, predicted with { Runs = [] });
        await Grow(2 * people);
        await Day(2 * people, bench.Settling);
        for (var run = 0; run < bench.Runs; run++) await Compare(2 * people);
        Report(2 * people);

        async Task Compare(int of)
        {
            whole.Runs.Add((await Used(() => Day(of, during))).Both / 1e4);
            predicted.Runs.Add((empty.Both + swarm.Count * connection.Median
                + Rate(of) * (post.Median + stored.Median + PagesOfPost * page.Median + Viewers * delivery.Median)) / 1e4);
        }

        void Report(int of, double? most = null, double? mostPredicted = null)
        {
            bench.Results.Add(new($"an office of {of:N0}: all of it, server and Postgres", whole, predicted, most, LessIsBetter: true));
            bench.Results.Add(new($"an office of {of:N0}: the prediction", predicted, whole, mostPredicted, LessIsBetter: true));
        }

        Task Grow(int of) => swarm.Grow((int)(of * Connected) - swarm.Count);

        // A post in turn to each of the topics that are watched, and their pages.
        Task Day(int of, TimeSpan time) => Task.WhenAll(Posts(of, product.Topics[..watched], time), Pages(of, time));

        Task Posts(int of, string[] topics, TimeSpan time)
        {
            var number = 0;
            return OpenLoop.Latencies(product.Url, 16, Rate(of), time, connection => Requests.PostMessage(
                $"/api/v1/topics/{topics[Interlocked.Increment(ref number) % topics.Length]}/messages", product.Tokens[connection % product.Tokens.Length], new string('x', 120)), expected: 201);
        }

        Task Pages(int of, TimeSpan time) => OpenLoop.Latencies(product.Url, 32, Rate(of) * PagesOfPost, time, connection => Requests.Get(
            $"/api/v1/topics/{product.Topics[Random.Shared.Next(product.Topics.Length)]}/messages", product.Tokens[connection % product.Tokens.Length]), expected: 200);

        async Task<Use> Used(Func<Task> load)
        {
            var (before, began) = (Use.Of(product.Process), Stopwatch.GetTimestamp());
            await load();
            return (Use.Of(product.Process) - before) / Stopwatch.GetElapsedTime(began).TotalSeconds;
        }
    }

    private static double Rate(int people) => people * PostsOfEach;

    private static Measured Unit(string of) => new(of, "µs of processor", []);

    /// <summary>Processor time in microseconds, or of each second.</summary>
    private readonly record struct Use(double Server, double Postgres)
    {
        public double Both => Server + Postgres;

        public static Use Of(Running server) => new(server.ProcessorTime().TotalMicroseconds, ProcessorClock.OfAll("postgres").TotalMicroseconds);

        public static Use operator -(Use left, Use right) => new(left.Server - right.Server, left.Postgres - right.Postgres);

        public static Use operator /(Use left, double by) => new(left.Server / by, left.Postgres / by);
    }
}
