using Bulletin.Bench.Load;
using Bulletin.Bench.Report;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Scenarios;

/// <summary>One client in a hundred does not read: how this affects the others, and how much memory the server holds for it.</summary>
internal sealed class NonReaders : IScenario
{
    private const int Readers = 495;
    private const int Silent = 5;
    private const int PerSecond = 50;
    // Long texts, so that the data queued for non-readers fills the system's buffers and the send queues within a run.
    private const int Text = 4_000;

    public string Name => "non-readers";

    public async Task Run(Bench bench)
    {
        var metrics = Ports.Free();
        using var product = await Product.Started(postgres: null, people: 16, topics: 2, $"--Metrics:Port={metrics}");
        using var audience = await Audience.Of(product, Readers, Text);
        using var flood = await Poster.Open(product.Url, _ => Requests.PostMessage($"/api/v1/topics/{product.Topics[1]}/messages", product.Tokens[0], new string('x', Text)));
        var during = bench.Quick ? TimeSpan.FromSeconds(3) : TimeSpan.FromSeconds(8);

        await audience.Hear(PerSecond, bench.Settling);
        var calm = product.Process.ResidentBytes();
        var most = 0L;
        Measured without = new("without them", "ms", []), with = new("p99 of those who read", "ms", []), kept = new($"of {Silent} still connected after a run", "connections", []);
        for (var run = 0; run < bench.Runs; run++)
        {
            await audience.Hear(PerSecond, during);
            without.Runs.Add(audience.Swarm.Deliveries.Percentile(99));

            using Swarm silent = new(async (client, number) =>
            {
                await Audience.Join(client, product, number, product.Topics[0]);
                await client.Call("JoinTopic", $"\"{product.Topics[1]}\",null");
            });
            await silent.Grow(Silent, client => client.Pause());
            // In a topic of their own, so that the system's buffers are nearly full.
            await flood.Pace(200, TimeSpan.FromSeconds(2));
            await audience.Hear(PerSecond, during);
            with.Runs.Add(audience.Swarm.Deliveries.Percentile(99));
            most = Math.Max(most, product.Process.ResidentBytes());
            kept.Runs.Add(await Metrics.Read(metrics, "bulletin_live_connections") - Readers);
        }

        bench.Results.Add(new("1 % do not read: p99 of the others, 50 posts/s of 4,000 characters", with, without, 1.2, LessIsBetter: true));
        bench.Results.Add("1 % do not read: of 5, still held at the end of a run", kept);
        // The bound is 1 MiB per connection, plus socket buffers and normal variation of the process.
        bench.Results.Add("1 % do not read: memory the server grew by", new("at most", "MB", [Math.Max(0, most - calm) / 1024.0 / 1024.0]), ceiling: 64);
    }
}
