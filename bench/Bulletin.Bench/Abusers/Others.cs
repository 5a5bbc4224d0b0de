using System.Diagnostics;
using Bulletin.Bench.Load;
using Bulletin.Bench.Scenarios;
using Bulletin.Bench.Systems;
using HdrHistogram;

namespace Bulletin.Bench.Abusers;

/// <summary>People who post, read and listen at a modest rate, from their own address, and the latencies they see.</summary>
internal sealed class Others : IDisposable
{
    private const double PostsPerSecond = 50;
    private const double ReadsPerSecond = 100;
    private const int Connections = 16;

    private readonly Product product;
    private readonly string[] tokens;
    private readonly string[] topics;
    private readonly Swarm listeners;

    /// <param name="people">Their number: they are the first of the product's people.</param>
    /// <param name="topics">Their topics, each with one listener.</param>
    private Others(Product product, int people, int topics)
    {
        (this.product, tokens, this.topics) = (product, product.Tokens[..people], product.Topics[..topics]);
        listeners = new((client, number) => Audience.Join(client, product, number % people, product.Topics[number]));
    }

    public static async Task<Others> Of(Product product, int people, int topics)
    {
        Others others = new(product, people, topics);
        await others.listeners.Grow(topics);
        return others;
    }

    public async Task<Noticed> Go(TimeSpan during)
    {
        var (refusedPosts, refusedReads) = (0, 0);
        listeners.Deliveries.Reset();
        var (began, before) = (Stopwatch.GetTimestamp(), product.Process.ProcessorTime());
        var posts = OpenLoop.Latencies(product.Url, Connections, PostsPerSecond, during, Post, expected: 201, () => Interlocked.Increment(ref refusedPosts));
        var reads = OpenLoop.Latencies(product.Url, Connections, ReadsPerSecond, during, Page, expected: 200, () => Interlocked.Increment(ref refusedReads));
        var (posted, read) = (await posts, await reads);
        var processor = (product.Process.ProcessorTime() - before) / Stopwatch.GetElapsedTime(began) * 100;
        await listeners.Hears(posted.TotalCount - refusedPosts);
        return new(posted, read, listeners.Deliveries.Percentile(50), listeners.Deliveries.Percentile(99), processor, refusedPosts + refusedReads);
    }

    private byte[] Post(int connection, long due) =>
        Requests.PostMessage($"/api/v1/topics/{Any()}/messages", tokens[connection % tokens.Length], Deliveries.Stamp(due).PadRight(120, 'x'));

    private byte[] Page(int connection, long due) => Requests.Get($"/api/v1/topics/{Any()}/messages", tokens[connection % tokens.Length]);

    private string Any() => topics[Random.Shared.Next(topics.Length)];

    public void Dispose() => listeners.Dispose();
}

/// <summary>The latencies of their calls: posts and reads in microseconds, deliveries in milliseconds.</summary>
/// <param name="Processor">The server's CPU use meanwhile, in percent of a core.</param>
internal sealed record Noticed(LongHistogram Posts, LongHistogram Reads, double HeardP50, double HeardP99, double Processor, int Refused)
{
    public double Post(double percentile) => Posts.GetValueAtPercentile(percentile) / 1000.0;

    public double Read(double percentile) => Reads.GetValueAtPercentile(percentile) / 1000.0;
}
