using System.Diagnostics;
using Bulletin.Bench.Data;
using Bulletin.Bench.Load;
using Bulletin.Bench.Report;
using Bulletin.Bench.Systems;
using HdrHistogram;

namespace Bulletin.Bench.Scenarios;

/// <summary>A topic whose listeners all mark it as read, once a second each, compared with the same posts when nobody does.</summary>
internal sealed class PersonalReaders : IDisposable
{
    private const double PerSecond = 12.5;
    private const int Connections = 64;
    private const double Floor = 0.95;

    // The weakest there is: each of two thousand people has to log in.
    private const string CheapPasswords = "--Accounts:PasswordIterations=100000";

    private readonly Product product;
    private readonly Swarm swarm;
    private readonly Poster poster;
    private readonly int people;

    /// <summary>The posts of the runs before this one.</summary>
    private long posted;
    private int turn;

    private PersonalReaders(Product product, Poster poster, int people)
    {
        (this.product, this.poster, this.people) = (product, poster, people);
        swarm = new(async (client, number) =>
        {
            await Audience.Join(client, product, number, Topic);
            await client.Call("WatchMe", "null");
        });
    }

    private string Topic => product.Topics[0];

    public static async Task Measure(Bench bench)
    {
        var people = bench.Quick ? 200 : 2_000;
        await using var postgres = await Postgres.Started();
        var database = await postgres.NewDatabase();
        using var product = await Product.Started(database, people: 16, topics: 1, CheapPasswords);
        await PersonalRows.AddPeople(database, people - product.Tokens.Length);
        await product.LogIn([.. Enumerable.Range(1, people - product.Tokens.Length).Select(PersonalRows.Username)]);
        var poster = await Poster.Open(product.Url, stamp => Requests.PostMessage($"/api/v1/topics/{product.Topics[0]}/messages", product.Tokens[0], stamp.PadRight(200, 'x')));
        using PersonalReaders readers = new(product, poster, people);
        await readers.swarm.Grow(people);
        await readers.Run(bench);
    }

    private async Task Run(Bench bench)
    {
        // There is something to mark.
        await Pace(bench.Measured);
        await Marked(bench.Settling, Pace(bench.Settling));

        Measured rate = new("all mark", "posts/s", []), rateWithout = new("nobody marks", "posts/s", []);
        Measured p50 = new("all mark", "ms", []), p50Without = new("nobody marks", "ms", []), p99 = new("all mark", "ms", []), p99Without = new("nobody marks", "ms", []);
        Measured marks = new("p50", "ms", []), slowMarks = new("p99", "ms", []), processor = new("each", "µs of processor", []);
        for (var run = 0; run < bench.Runs; run++)
        {
            var before = product.Process.ProcessorTime();
            rateWithout.Runs.Add(await Pace(bench.Measured * 2));
            Note(p50Without, p99Without);
            var without = product.Process.ProcessorTime() - before;
            before = product.Process.ProcessorTime();
            var (posts, marked) = await Marked(bench.Measured * 2, Pace(bench.Measured * 2));
            rate.Runs.Add(posts);
            Note(p50, p99);
            processor.Runs.Add((product.Process.ProcessorTime() - before - without).TotalMicroseconds / marked.TotalCount);
            marks.Runs.Add(marked.GetValueAtPercentile(50) / 1000.0);
            slowMarks.Runs.Add(marked.GetValueAtPercentile(99) / 1000.0);
        }
        var topic = $"{people:N0} in a topic mark it as read once a second";
        bench.Results.Add(new($"{topic}: 12.5 posts/s, heard by all", rate, rateWithout, Floor));
        bench.Results.Add(new($"{topic}: post to receive, p50", p50, p50Without, LessIsBetter: true));
        bench.Results.Add(new($"{topic}: post to receive, p99", p99, p99Without, LessIsBetter: true));
        bench.Results.Add($"{topic}: a mark, p50", marks);
        bench.Results.Add($"{topic}: a mark, p99", slowMarks);
        bench.Results.Add($"{topic}: a mark, processor of the server", processor);

        var most = await bench.InTurn("posts/s",
            new("all mark", async () => (await Marked(bench.Measured, AsFastAsTheyArrive(bench.Measured))).Posts) { Settling = 0.1 },
            new("nobody marks", () => AsFastAsTheyArrive(bench.Measured)) { Settling = 0.1 });
        bench.Results.Add(new($"{topic}: as many posts as the core can send", most[0], most[1], Floor));
    }

    private void Note(Measured p50, Measured p99)
    {
        p50.Runs.Add(swarm.Deliveries.Percentile(50));
        p99.Runs.Add(swarm.Deliveries.Percentile(99));
    }

    /// <returns>Posts per second, until everybody has heard all.</returns>
    private async Task<double> Pace(TimeSpan during)
    {
        Begin();
        var began = Stopwatch.GetTimestamp();
        var posts = await poster.Pace(PerSecond, during);
        await swarm.Hears(posts * swarm.Count);
        return posts / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <returns>Posts per second.</returns>
    private async Task<double> AsFastAsTheyArrive(TimeSpan during)
    {
        Begin();
        return await poster.AsFastAsTheyArrive(swarm, during) / swarm.Count;
    }

    private void Begin()
    {
        posted += swarm.Deliveries.Count / swarm.Count;
        swarm.Deliveries.Reset();
    }

    /// <summary>Everybody marks what has come, once a second and one after the other, while posts are made.</summary>
    private async Task<(double Posts, LongHistogram Marks)> Marked(TimeSpan during, Task<double> posts)
    {
        var marks = OpenLoop.Latencies(product.Url, Connections, people, during, _ => Mark(), expected: 200);
        return (await posts, await marks);
    }

    private byte[] Mark()
    {
        var person = (int)((uint)Interlocked.Increment(ref turn) % people);
        var heard = posted + swarm.Deliveries.Count / swarm.Count;
        return Requests.Put($"/api/v1/topics/{Topic}/read", $"{{\"seq\":{heard}}}", product.Tokens[person]);
    }

    public void Dispose()
    {
        swarm.Dispose();
        poster.Dispose();
    }
}
