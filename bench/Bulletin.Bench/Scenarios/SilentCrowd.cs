using Bulletin.Bench.Abusers;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Scenarios;

/// <summary>The maximum number of clients of two accounts request the largest pages and read nothing: the memory the server holds for them in total.</summary>
internal static class SilentCrowd
{
    private const int People = 16;
    private const int Topics = 8;
    private const int OnTheHub = 500;
    private const int OverHttp = 900;
    private const double MostMegabytes = 256;
    private const double MostMilliseconds = 100;

    public static async Task Measure(Bench bench)
    {
        var metrics = Ports.Free();
        using var product = await Product.StartedWithItsLimits(People + 2, Topics + 1, $"--Metrics:Port={metrics}", $"--Live:ConnectionsPerUser={OnTheHub}");
        var fat = product.Topics[Topics..];
        await FatTopic.Fill(product, fat[0], product.Tokens[^1]);
        using var others = await Others.Of(product, People, Topics);
        await others.Go(bench.Settling);

        Peak before = new(product.Process, metrics), most = new(product.Process, metrics);
        await before.Look();
        using CancellationTokenSource stop = new();
        var silent = Task.WhenAll(
            Silent.OnTheHub(product.Url, OnTheHub, product.Tokens[^1], fat, stop.Token),
            Silent.OverHttp(product.Url, OverHttp, product.Tokens[^2], fat, stop.Token));
        var noticed = await most.While(others.Go(bench.Measured * 10));
        await stop.CancelAsync();
        await silent;

        bench.Results.Add("500 hub connections and 900 readers do not read: others' posts, p99", new("p99", "ms", [noticed.Post(99)]), MostMilliseconds);
        bench.Results.Add("500 hub connections and 900 readers do not read: memory the server grew by", new("at most", "MB", [Math.Max(0, most.Resident - before.Resident)]), MostMegabytes);
        bench.Results.Add("500 hub connections and 900 readers do not read: the collector's heap grew by", new("at most", "MB", [Math.Max(0, most.Heap - before.Heap)]));
    }
}
