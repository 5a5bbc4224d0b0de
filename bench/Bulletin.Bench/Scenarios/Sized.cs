using System.Diagnostics;
using Bulletin.Bench.Data;
using Bulletin.Bench.Load;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Scenarios;

/// <summary>The product on a database of a given size, and the cursors of its pages.</summary>
internal sealed class Sized : IDisposable
{
    private const int Samples = 200;
    private const int BusyTopics = 500;
    private const int DirectoryPage = 100;

    private readonly string database;
    private readonly List<string> cursors = [""];
    private int cold;

    private Sized(History history, string database, Product product)
    {
        (History, this.database, Product) = (history, database, product);
        Busy = [.. Enumerable.Range(0, BusyTopics).Select(i => History.Topic(Spread(i)).ToString())];
    }

    public History History { get; }

    public Product Product { get; }

    public string Name => $"{History.Topics:N0} topics";

    /// <summary>The topics that are posted to and read.</summary>
    public string[] Busy { get; }

    public static async Task<Sized> Started(History history, string database) => new(history, database, await Product.Started(database));

    /// <summary>Pages through all topics, and keeps the cursors.</summary>
    public async Task Walk()
    {
        var began = Stopwatch.GetTimestamp();
        for (string? next = ""; next is not null;)
        {
            next = (await Product.Read($"topics?limit={DirectoryPage}{(next.Length > 0 ? $"&cursor={next}" : "")}")).GetProperty("next").GetString();
            if (next is not null) cursors.Add(next);
        }
        Console.WriteLine($"{Name}: walked through in {cursors.Count:N0} pages, {Stopwatch.GetElapsedTime(began).TotalMilliseconds / cursors.Count:N2} ms each");
    }

    public Task<double> AnyDirectoryPage(int percent) => Took(percent, () => Directory(Random.Shared.Next(cursors.Count)));

    /// <summary>Reads a history page of the longest topic, or of one that is posted to.</summary>
    public Task<double> AnyHistoryPage(int percent) => Took(percent, () =>
    {
        var topic = Random.Shared.Next(2) == 0 ? 0 : Spread(Random.Shared.Next(BusyTopics));
        return HistoryPage(topic, Random.Shared.Next(2, History.Size(topic) + 1));
    });

    /// <summary>Reads a history page of topics that have been neither read nor posted to.</summary>
    public Task<double> ColdHistoryPage(int percent) => Took(percent, () =>
    {
        var topic = Spread(cold++ % BusyTopics) + 1;
        return HistoryPage(topic, History.Size(topic));
    }, BusyTopics / 8);

    public async Task<List<Report.Point>> DirectoryByDepth()
    {
        List<Report.Point> points = [];
        for (var depth = DirectoryPage; depth < cursors.Count * DirectoryPage; depth *= 4)
            points.Add(new(depth, await Took(50, () => Directory(depth / DirectoryPage))));
        points.Add(new((cursors.Count - 1) * DirectoryPage, await Took(50, () => Directory(cursors.Count - 1))));
        return points;
    }

    public async Task<List<Report.Point>> HistoryByDepth()
    {
        List<Report.Point> points = [];
        for (var depth = 100; depth < History.Size(0); depth *= 4)
            points.Add(new(depth, await Took(50, () => HistoryPage(0, History.Size(0) - depth))));
        return points;
    }

    /// <summary>Starts another process on the same database, as a cluster of its own.</summary>
    public async Task<double> StartUp()
    {
        using TempFolder folder = new();
        var began = Stopwatch.GetTimestamp();
        using var process = Product.Start(folder.Path, database, out var url, "--Cluster:ClusterId=start");
        await process.Ready(new Uri(url, "/health/ready"));
        var took = Stopwatch.GetElapsedTime(began);
        process.Signal("TERM");
        await process.Exit();
        return took.TotalSeconds;
    }

    private int Spread(int busy) => (int)((long)busy * History.Topics / BusyTopics);

    private byte[] Directory(int page) =>
        Requests.Get($"/api/v1/topics?limit={DirectoryPage}{(page > 0 ? $"&cursor={cursors[page]}" : "")}", Product.Tokens[0]);

    private byte[] HistoryPage(int topic, int before) =>
        Requests.Get($"/api/v1/topics/{History.Topic(topic)}/messages?before={before}", Product.Tokens[0]);

    /// <returns>The latency percentile of some sequential requests, in milliseconds.</returns>
    private async Task<double> Took(int percent, Func<byte[]> next, int samples = Samples)
    {
        using RawConnection connection = new(Product.Url);
        await connection.Open(CancellationToken.None);
        var took = new double[samples];
        for (var i = 0; i < samples; i++)
        {
            var request = next();
            var began = Stopwatch.GetTimestamp();
            if (await connection.Send(request, CancellationToken.None) is not 200 and var status) throw new InvalidOperationException($"A page was answered {status}.");
            took[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }
        return took.Order().ElementAt(samples * percent / 100);
    }

    public void Dispose() => Product.Dispose();
}
