using Bulletin.Bench.Abusers;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Scenarios;

/// <summary>How a client that abuses the server at and above its limits affects other people's latencies and the server's memory.</summary>
internal static class BesideAnAbuser
{
    private const int People = 16;
    private const int Topics = 8;
    private const double MostTimesCalm = 2;
    private const double MostMegabytes = 256;

    /// <summary>Starts a server with the people and topics, plus the abuser and their topics.</summary>
    public static Task<Product> Start(int metrics) => Product.StartedWithItsLimits(People + 1, Topics + 2, $"--Metrics:Port={metrics}");

    public static async Task Measure(Bench bench, Product product, int metrics, TimeSpan during)
    {
        var (token, fat) = (product.Tokens[^1], product.Topics[Topics..]);
        foreach (var topic in fat) await FatTopic.Fill(product, topic, token);
        using var others = await Others.Of(product, People, Topics);
        await others.Go(bench.Settling);
        var calm = await others.Go(bench.Measured * 10);

        Peak before = new(product.Process, metrics), most = new(product.Process, metrics);
        await before.Look();
        using CancellationTokenSource stop = new();
        var abuse = new Abuser(product, token, fat, product.Topics[0]).Go(await AnonymousRequest.Kinds(product), stop.Token);
        try
        {
            var noticed = await most.While(others.Go(during));
            Compare(bench, noticed, calm);
        }
        finally
        {
            await stop.CancelAsync();
            await abuse;
            bench.Results.Add(new("beside an abuser: the server lives", new("alive", "process", [product.Process.HasEnded ? 0 : 1]), null, 1));
        }
        bench.Results.Add("beside an abuser: memory the server grew by", new("at most", "MB", [Math.Max(0, most.Resident - before.Resident)]), MostMegabytes);
        bench.Results.Add("beside an abuser: the collector's heap grew by", new("at most", "MB", [Math.Max(0, most.Heap - before.Heap)]));
    }

    private static void Compare(Bench bench, Noticed noticed, Noticed calm)
    {
        void Add(string what, double ours, double theirs, double? ceiling = null) =>
            bench.Results.Add(new($"beside an abuser: {what}", new("with one", "ms", [ours]), new("without", "ms", [theirs]), ceiling, LessIsBetter: true));

        Add("others' posts (50/s), p50", noticed.Post(50), calm.Post(50));
        Add("others' posts (50/s), p99", noticed.Post(99), calm.Post(99), MostTimesCalm);
        Add("others' pages (100/s), p50", noticed.Read(50), calm.Read(50));
        Add("others' pages (100/s), p99", noticed.Read(99), calm.Read(99), MostTimesCalm);
        Add("post to receive, p50", noticed.HeardP50, calm.HeardP50);
        Add("post to receive, p99", noticed.HeardP99, calm.HeardP99, MostTimesCalm);
        bench.Results.Add(new("beside an abuser: processor of the server", new("with one", "%", [noticed.Processor]), new("without", "%", [calm.Processor])));
        bench.Results.Add("beside an abuser: others' requests refused", new("refused", "requests", [noticed.Refused]), ceiling: 0);
    }
}
