using System.Diagnostics;
using Bulletin.Bench.Abusers;
using Bulletin.Bench.Report;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Scenarios;

/// <summary>The server's CPU time per unauthenticated request.</summary>
internal static class RequestCosts
{
    private const int Samples = 50;
    private const double Most = 2;

    public static async Task Measure(Bench bench, Product product)
    {
        var kinds = await AnonymousRequest.Kinds(product);
        using Strangers strangers = new(product.Url);
        var began = Stopwatch.GetTimestamp();
        do
            foreach (var kind in kinds) await strangers.Ask(kind);
        while (Stopwatch.GetElapsedTime(began) < bench.Settling);

        var costs = kinds.Select(kind => new Measured("median", "ms of processor", [])).ToArray();
        for (var run = 0; run < bench.Runs; run++)
            foreach (var (i, kind) in kinds.Index()) costs[i].Runs.Add(await Cost(product.Process, strangers, kind));
        foreach (var (i, kind) in kinds.Index()) bench.Results.Add($"one anonymous request: {kind.Name}", costs[i], ceiling: Most);
    }

    /// <returns>The median in milliseconds. Work after the response counts for the request, as the next one follows at once.</returns>
    private static async Task<double> Cost(Running server, Strangers strangers, AnonymousRequest kind)
    {
        List<double> costs = [];
        var before = server.ProcessorTime();
        while (costs.Count < Samples)
        {
            var counts = await strangers.Ask(kind);
            var after = server.ProcessorTime();
            if (counts) costs.Add((after - before).TotalMilliseconds);
            before = after;
        }
        return costs.Order().ElementAt(Samples / 2);
    }
}
