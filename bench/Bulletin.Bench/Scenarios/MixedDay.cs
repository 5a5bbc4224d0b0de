using System.Diagnostics;
using Bulletin.Bench.Load;
using Bulletin.Bench.Report;
using Bulletin.Bench.Systems;
using HdrHistogram;

namespace Bulletin.Bench.Scenarios;

/// <summary>A busy office: many listen, some post, pages are read, connections come and go; a few topics get most of the traffic.</summary>
internal sealed class MixedDay : IScenario
{
    private const int Listeners = 1_000;
    private const int Topics = 200;
    private const double PostsPerSecond = 50;
    private const double ReadsPerSecond = 300;
    private const int ReconnectsPerSecond = 10;

    public string Name => "mixed";

    public async Task Run(Bench bench)
    {
        await using var postgres = await Postgres.Started();
        using var product = await Product.Started(await postgres.NewDatabase(), topics: Topics);
        await product.Fill(60);
        using Swarm swarm = new((client, number) => Audience.Join(client, product, number, Busy(product)));
        await swarm.Grow(Listeners);
        await Day(product, swarm, bench.Settling);

        Measured posts = new("p99", "ms", []), reads = new("p99", "ms", []), heard = new("p99", "ms", []), joins = new("p99", "ms", []), processor = new("of its core", "%", []);
        for (var run = 0; run < bench.Runs; run++)
        {
            swarm.Deliveries.Reset();
            var (began, before) = (Stopwatch.GetTimestamp(), product.Process.ProcessorSeconds());
            var (posted, read, joined) = await Day(product, swarm, bench.Measured * 2);
            processor.Runs.Add((product.Process.ProcessorSeconds() - before) / Stopwatch.GetElapsedTime(began).TotalSeconds * 100);
            posts.Runs.Add(posted.GetValueAtPercentile(99) / 1000.0);
            reads.Runs.Add(read.GetValueAtPercentile(99) / 1000.0);
            joins.Runs.Add(joined.GetValueAtPercentile(99) / 1000.0);
            heard.Runs.Add(swarm.Deliveries.Percentile(99));
        }
        bench.Results.Add("a mixed day: posts (50/s), until durable", posts);
        bench.Results.Add("a mixed day: pages (300/s)", reads);
        bench.Results.Add("a mixed day: post to receive (1,000 connections)", heard);
        bench.Results.Add("a mixed day: reconnect and join (10/s)", joins);
        bench.Results.Add("a mixed day: processor of the server", processor);
    }

    private static async Task<(LongHistogram Posted, LongHistogram Read, LongHistogram Joined)> Day(Product product, Swarm swarm, TimeSpan during)
    {
        var posts = OpenLoop.Latencies(product.Url, 16, PostsPerSecond, during,
            (i, due) => Requests.PostMessage($"/api/v1/topics/{Busy(product)}/messages", product.Tokens[i % product.Tokens.Length], Deliveries.Stamp(due).PadRight(120, 'x')), expected: 201);
        var reads = OpenLoop.Latencies(product.Url, 32, ReadsPerSecond, during, i => Page(product, i), expected: 200);
        var joins = Reconnects(swarm, during);
        return (await posts, await reads, await joins);
    }

    private static async Task<LongHistogram> Reconnects(Swarm swarm, TimeSpan during)
    {
        LongHistogram took = new(TimeSpan.FromMinutes(1).Ticks / 10, 3);
        var began = Stopwatch.GetTimestamp();
        for (var number = 0; number < during.TotalSeconds * ReconnectsPerSecond; number++)
        {
            var due = TimeSpan.FromSeconds((double)number / ReconnectsPerSecond);
            if (due - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } early) await Task.Delay(early);
            swarm.Shrink(1);
            await swarm.Grow(1);
            took.RecordValue(Math.Max(1, (long)(Stopwatch.GetElapsedTime(began) - due).TotalMicroseconds));
        }
        return took;
    }

    /// <summary>Of ten requests, seven read a topic's latest page, two the list of topics, and one an older page.</summary>
    private static byte[] Page(Product product, int connection)
    {
        var path = Random.Shared.Next(10) switch
        {
            < 7 => $"topics/{Busy(product)}/messages",
            < 9 => "topics",
            _ => $"topics/{Busy(product)}/messages?before=20",
        };
        return Requests.Get($"/api/v1/{path}", product.Tokens[connection % product.Tokens.Length]);
    }

    /// <summary>The tenth most popular topic is a tenth as popular as the first.</summary>
    private static string Busy(Product product) => product.Topics[(int)Math.Pow(product.Topics.Length, Random.Shared.NextDouble()) - 1];
}
