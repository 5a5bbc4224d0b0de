using System.Diagnostics;
using Bulletin.Bench.Data;
using Bulletin.Bench.Load;
using Bulletin.Bench.Report;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Scenarios;

/// <summary>Topics that are not in memory: reading one, ten thousand at once, and the memory they then occupy. Compared with one query each.</summary>
internal sealed class ColdTopics : IScenario
{
    private const int Connections = 64;
    private const int Messages = 50;
    private const int Singly = 400;
    // Neighbours share pages of the table. Steps of a large prime keep topics apart and visit each one once.
    private const long Stride = 15_485_863;

    public string Name => "cold";

    public async Task Run(Bench bench)
    {
        var storm = bench.Quick ? 1_000 : 10_000;
        await using var postgres = await Postgres.StartedToFill();
        var database = await postgres.NewBulletinDatabase();
        var topics = storm + bench.Runs * (storm + 2 * Singly);
        await new Filler(database, new(topics, (long)topics * Messages, even: true)).Fill();
        await PersonalRows.MarkFollowed(database);
        await postgres.Restart();
        using var product = await Product.Started(database);
        using var sql = await Baseline.Started("latest", "--Postgres", database);

        // Every read of Bulletin, and every single read of the query, uses a topic that has not been read before.
        var next = 0;
        Guid Untouched() => History.Topic((int)(Stride * next++ % topics));
        byte[] Ours(int _) => Requests.Get($"/api/v1/topics/{Untouched()}/messages", product.Tokens[0]);
        byte[] TheirsUntouched(int _) => Requests.Get($"/topics/{Untouched()}/messages");
        byte[] Theirs(int _) => Requests.Get($"/topics/{History.Topic(Random.Shared.Next(topics))}/messages");
        await Storm(product.Url, storm, Ours);
        await Storm(sql.Url, storm, Theirs);

        Measured one = new("p50 of a cold topic", "ms", []), query = new("one SQL latest 50", "ms", []), all = new("storm", "topics/s", []), queries = new("one SQL latest 50 each", "reads/s", []);
        Measured memory = new("each", "KB", []), text = new("their 50 messages as JSON", "KB", []);
        var weight = await Weight(product);
        for (var run = 0; run < bench.Runs; run++)
        {
            one.Runs.Add(await Singles(product.Url, Ours));
            query.Runs.Add(await Singles(sql.Url, TheirsUntouched));
            var before = await Garbage.Collected(product.Process);
            all.Runs.Add(await Storm(product.Url, storm, Ours));
            memory.Runs.Add((await Garbage.Collected(product.Process) - before) / 1024.0 / storm);
            text.Runs.Add(weight / 1024.0);
            queries.Runs.Add(await Storm(sql.Url, storm, Theirs));
        }

        bench.Results.Add(new("cold topic, one at a time", one, query, 1.5, LessIsBetter: true));
        bench.Results.Add(new($"cold topics, a storm of {storm:N0}", all, queries, 0.5));
        bench.Results.Add(new("memory of an active topic", memory, text));
    }

    /// <returns>The median in milliseconds.</returns>
    private static async Task<double> Singles(Uri server, Func<int, byte[]> next)
    {
        using RawConnection connection = new(server);
        await connection.Open(CancellationToken.None);
        var took = new double[Singly];
        for (var i = 0; i < Singly; i++)
        {
            var request = next(0);
            var began = Stopwatch.GetTimestamp();
            if (await connection.Send(request, CancellationToken.None) != 200) throw new InvalidOperationException("A topic was not found.");
            took[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }
        return took.Order().ElementAt(Singly / 2);
    }

    /// <returns>Reads per second.</returns>
    private static async Task<double> Storm(Uri server, int reads, Func<int, byte[]> next)
    {
        var requests = Enumerable.Range(0, reads).Select(next).ToArray();
        var turn = -1;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            await Task.Yield();
            using RawConnection connection = new(server);
            await connection.Open(CancellationToken.None);
            while (Interlocked.Increment(ref turn) is var mine && mine < reads)
                if (await connection.Send(requests[mine], CancellationToken.None) != 200) throw new InvalidOperationException("A topic was not found.");
        }));
        return reads / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<long> Weight(Product product)
    {
        using HttpClient http = new() { BaseAddress = product.Url };
        http.DefaultRequestHeaders.Authorization = new("Bearer", product.Tokens[0]);
        return (await http.GetByteArrayAsync(new Uri($"/api/v1/topics/{History.Topic(0)}/messages", UriKind.Relative))).Length;
    }
}
