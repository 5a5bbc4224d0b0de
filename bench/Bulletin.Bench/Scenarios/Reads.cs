using Bulletin.Bench.Load;
using Bulletin.Bench.Report;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Scenarios;

/// <summary>Warm reads: the latest 50 of topics, with and without a current ETag, and the list of topics while it changes.</summary>
internal sealed class Reads : IScenario
{
    private const int Connections = 64;
    private const int Topics = 200;
    private const double MovesPerSecond = 100;

    public string Name => "reads";

    public async Task Run(Bench bench)
    {
        await using var postgres = await Postgres.Started();
        var database = await postgres.NewDatabase();
        using var product = await Product.Started(database, topics: Topics);
        await product.Fill(50);
        using var bytes = await Baseline.Started("bytes");
        // ETags stay current as long as nobody posts.
        var (still, moving) = (product.Topics[..(Topics / 2)], product.Topics[(Topics / 2)..]);
        var latest = Latest(product, still);
        var held = await Task.WhenAll(still.Select(async (topic, i) =>
            Requests.Get($"/api/v1/topics/{topic}/messages", product.Tokens[i % product.Tokens.Length], await Tag(product, topic))));
        var directory = product.Tokens.Select(token => Requests.Get("/api/v1/topics", token)).ToArray();
        var cached = Requests.Get($"/bytes/{10 * 1024}");
        var asLongAsLatest = Requests.Get($"/bytes/{await Length(product, $"topics/{still[0]}/messages")}");
        var asLongAsDirectory = Requests.Get($"/bytes/{await Length(product, "topics")}");

        var measured = await bench.InTurn("reads/s",
            new("latest 50, warm", () => Rate(bench, product.Url, latest)),
            new("10 KB cached bytes", () => Rate(bench, bytes.Url, [cached])) { Settling = 0.5 },
            new("latest 50, If-None-Match", () => Rate(bench, product.Url, held, expected: 304)) { Settling = 0.1 },
            new("directory's first page, topics moving", () => WhileTopicsMove(product, moving, () => Rate(bench, product.Url, directory))) { Settling = 0.25 },
            new("cached bytes, as many", () => Rate(bench, bytes.Url, [asLongAsLatest])) { Settling = 0.1 },
            new("cached bytes, as many", () => Rate(bench, bytes.Url, [asLongAsDirectory])) { Settling = 0.1 });
        bench.Results.Add(new("latest 50, warm", measured[0], measured[1], 0.75));
        bench.Results.Add(new("latest 50, warm, If-None-Match holds", measured[2], measured[1], null));
        bench.Results.Add(new("directory's first page, topics moving", measured[3], measured[1], 0.7));
        bench.Results.Add(new("latest 50, warm", measured[0], measured[4]));
        bench.Results.Add(new("directory's first page, topics moving", measured[3], measured[5]));

        var statements = await bench.InTurn("SQL statements",
            new("during reads as fast as they go", () => Statements.During(database, () => Rate(bench, product.Url, latest))) { Settling = 0 },
            new("as long, idle", () => Statements.During(database, () => Task.Delay(bench.WarmUp + bench.Measured))) { Settling = 0 });
        // The server's own periodic queries may fall into either sample.
        Measured more = new("beyond those of an idle server", "SQL statements", [.. statements[0].Runs.Zip(statements[1].Runs, (reading, idle) => Math.Max(0, reading - idle))]);
        bench.Results.Add("latest 50, warm: SQL of topics and messages while reading", statements[0]);
        bench.Results.Add($"latest 50, warm: SQL beyond an idle server's ({measured[0].Median * bench.Measured.TotalSeconds:N0} reads)", more, ceiling: 5);
    }

    internal static byte[][] Latest(Product product, string[] topics) =>
        [.. topics.Select((topic, i) => Requests.Get($"/api/v1/topics/{topic}/messages", product.Tokens[i % product.Tokens.Length]))];

    internal static Task<double> Rate(Bench bench, Uri server, byte[][] requests, int expected = 200) => Rate(bench, [server], requests, expected);

    internal static Task<double> Rate(Bench bench, Uri[] servers, byte[][] requests, int expected = 200)
    {
        var turns = new int[Connections];
        return ClosedLoop.Rate(servers, Connections, bench.WarmUp, bench.Measured, c => requests[(c + turns[c]++ * 7) % requests.Length], expected);
    }

    /// <summary>Measures while a hundred posts a second go into topics in turn.</summary>
    internal static async Task<double> WhileTopicsMove(Product product, string[] moving, Func<Task<double>> measure)
    {
        var next = Posts.Ours(product, moving, connections: 4);
        var result = measure();
        while (!result.IsCompleted)
            await Task.WhenAny(result, OpenLoop.Latencies(product.Url, 4, MovesPerSecond, TimeSpan.FromSeconds(0.5), next, expected: 201));
        return await result;
    }

    private static async Task<string> Tag(Product product, string topic)
    {
        using var answer = await Answer(product, $"topics/{topic}/messages");
        return answer.Headers.ETag!.ToString();
    }

    private static async Task<long> Length(Product product, string path)
    {
        using var answer = await Answer(product, path);
        return answer.Content.Headers.ContentLength!.Value;
    }

    private static async Task<HttpResponseMessage> Answer(Product product, string path)
    {
        using HttpClient http = new() { BaseAddress = product.Url };
        http.DefaultRequestHeaders.Authorization = new("Bearer", product.Tokens[0]);
        return await http.GetAsync(new Uri($"/api/v1/{path}", UriKind.Relative));
    }
}
