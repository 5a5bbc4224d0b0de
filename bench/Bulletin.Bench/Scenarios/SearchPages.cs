using System.Diagnostics;
using Bulletin.Bench.Data;
using Bulletin.Bench.Load;
using Bulletin.Bench.Report;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Scenarios;

/// <summary>First pages of searches, one at a time, compared with bare statements.</summary>
internal static class SearchPages
{
    private const double MostOfHalf = 20;
    private const double MostOfNearlyAll = 150;

    /// <summary>As a ratio of times: at least 0.7 times as fast.</summary>
    private const double Ratio = 1 / 0.7;

    public static async Task Measure(Bench bench, Product product, string database, Talk talk)
    {
        SearchKind[] kinds = [.. SearchKinds.All(talk, bench.Quick ? 40 : 200)];
        using RawConnection connection = new(product.Url);
        await connection.Open(CancellationToken.None);
        using BareSearch bare = new(database);
        var (late, searches) = (0, 0);

        // What they read is in memory then, statements are prepared, and code is compiled.
        foreach (var kind in kinds)
        {
            await Took(kind.Samples, Ask);
            await Took(kind.Samples, sample => bare.Find(sample.Query));
        }
        (late, searches) = (0, 0);
        List<(Measured Half, string Name)> halves = [];
        foreach (var kind in kinds)
        {
            Measured half = new("p50", "ms", []), nearlyAll = new("p99", "ms", []), bareHalf = new("the same statements alone", "ms", []), plainHalf = new("one plain statement", "ms", []);
            for (var run = 0; run < bench.Runs; run++)
            {
                var ours = await Took(kind.Samples, Ask);
                half.Runs.Add(Percentile(ours, 50));
                nearlyAll.Runs.Add(Percentile(ours, 99));
                bareHalf.Runs.Add(Percentile(await Took(kind.Samples, sample => bare.Find(sample.Query)), 50));
            }
            // Once and for a few, as it may take seconds: the first time to read what it needs.
            var few = kind.Samples[..(kind.Samples.Length / 5)];
            await Took(few, sample => bare.FindPlainly(sample.Query));
            plainHalf.Runs.Add(Percentile(await Took(few, sample => bare.FindPlainly(sample.Query)), 50));
            bench.Results.Add(new($"search, {kind.Name}, p50", half, bareHalf, Ratio, LessIsBetter: true));
            bench.Results.Add(new($"search, {kind.Name}, p50", half, plainHalf, LessIsBetter: true));
            bench.Results.Add($"search, {kind.Name}, p99", nearlyAll, MostOfNearlyAll);
            halves.Add((half, kind.Name));
        }
        var (slowest, name) = halves.MaxBy(one => one.Half.Median);
        Console.WriteLine($"The slowest is: {name}");
        bench.Results.Add($"search, {kinds.Length} kinds, p50 of the slowest", slowest, MostOfHalf);
        bench.Results.Add(new($"{searches:N0} searches: answered in time", new("all kinds", "%", [100.0 * (searches - late) / searches]), null, 100));

        async Task Ask(SearchSample sample)
        {
            searches++;
            var status = await connection.Send(Requests.Get($"/api/v1/search?query={Uri.EscapeDataString(sample.Text)}", product.Tokens[0]), CancellationToken.None);
            if (status == 503) late++;
            else if (status != 200) throw new InvalidOperationException($"The search '{sample.Text}' was answered {status}.");
        }
    }

    /// <returns>How long each took, in milliseconds, in ascending order.</returns>
    private static async Task<double[]> Took(SearchSample[] samples, Func<SearchSample, Task> search)
    {
        var took = new double[samples.Length];
        for (var i = 0; i < samples.Length; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await search(samples[i]);
            took[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }
        Array.Sort(took);
        return took;
    }

    private static double Percentile(double[] sorted, int percent) => sorted[sorted.Length * percent / 100];
}
