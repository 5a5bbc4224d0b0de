using System.Diagnostics;
using Bulletin.Bench.Data;
using Bulletin.Bench.Load;
using Bulletin.Bench.Report;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Scenarios;

/// <summary>The same work on databases of a thousand to a million topics.</summary>
/// <param name="topics">The number of topics in the largest.</param>
/// <param name="messages">The number of messages in the largest; all have the same number per topic.</param>
internal sealed class Scale(int topics, long messages) : IScenario
{
    private const int Connections = 256;
    private const int Smallest = 1_000;

    public string Name => "scale";

    public async Task Run(Bench bench)
    {
        await using var postgres = await Postgres.StartedToFill();
        List<(History History, string Database)> filled = [];
        for (var size = bench.Quick ? Math.Max(Smallest, topics / 100) : topics; size >= Smallest; size /= 10) filled.Insert(0, await Filled(postgres, new(size, messages / topics * size)));
        await postgres.Restart();

        List<Sized> sizes = [];
        try
        {
            foreach (var (history, database) in filled) sizes.Add(await Sized.Started(history, database));
            await Measure(bench, sizes);
        }
        finally
        {
            foreach (var size in sizes) size.Dispose();
        }
    }

    private static async Task<(History, string)> Filled(Postgres postgres, History history)
    {
        var database = await postgres.NewBulletinDatabase();
        var began = Stopwatch.GetTimestamp();
        await new Filler(database, history).Fill();
        await PersonalRows.MarkFollowed(database);
        Console.WriteLine($"{history.Topics:N0} topics with {Enumerable.Range(0, history.Topics).Sum(topic => (long)history.Size(topic)):N0} messages: filled in {Stopwatch.GetElapsedTime(began).TotalSeconds:N0} s");
        return (history, database);
    }

    private static async Task Measure(Bench bench, List<Sized> sizes)
    {
        Contender[] Each(double settling, Func<Sized, Task<double>> run) => [.. sizes.Select(size => new Contender(size.Name, () => run(size)) { Settling = settling })];

        var posts = await bench.InTurn("posts/s", Each(0.75, size => Posts.Rate(bench, size.Product.Url, Connections, Posts.Ours(size.Product, size.Busy))));
        var latest = await bench.InTurn("reads/s", Each(0.25, size => Reads.Rate(bench, size.Product.Url, Reads.Latest(size.Product, size.Busy[..200]))));
        var first = await bench.InTurn("reads/s", Each(0.25, size => Reads.WhileTopicsMove(size.Product, size.Busy, () =>
            Reads.Rate(bench, size.Product.Url, [.. size.Product.Tokens.Select(token => Requests.Get("/api/v1/topics", token))]))));
        bench.Results.Add(new($"{sizes[^1].Name}: posts", posts[^1], posts[0], 0.9));
        bench.Results.Add(new($"{sizes[^1].Name}: latest 50, warm", latest[^1], latest[0], 0.9));
        bench.Results.Add(new($"{sizes[^1].Name}: directory's first page, topics moving", first[^1], first[0], 0.9));

        foreach (var size in sizes) await size.Walk();
        foreach (var percent in (int[])[50, 95])
        {
            var directory = await bench.InTurn("ms", Each(0, size => size.AnyDirectoryPage(percent)));
            var history = await bench.InTurn("ms", Each(0, size => size.AnyHistoryPage(percent)));
            bench.Results.Add(new($"{sizes[^1].Name}: any page of the directory, p{percent}", directory[^1], directory[0], 2, LessIsBetter: true));
            bench.Results.Add(new($"{sizes[^1].Name}: any page of a history, p{percent}", history[^1], history[0], 2, LessIsBetter: true));
            // A thousand topics all fit in memory; from ten thousand on, pages are read from the index.
            if (sizes.Count > 2) bench.Results.Add(new($"{sizes[^1].Name}: any page of the directory, p{percent}", directory[^1], directory[1]));
        }
        var cold = await bench.InTurn("ms", Each(0, size => size.ColdHistoryPage(50)));
        bench.Results.Add(new($"{sizes[^1].Name}: history of a topic not in memory, p50", cold[^1], cold[0], 2, LessIsBetter: true));
        var start = await bench.InTurn("s",
            new(sizes[^1].Name, sizes[^1].StartUp) { Settling = 0 },
            new(sizes[0].Name, sizes[0].StartUp) { Settling = 0 });
        bench.Results.Add(new($"{sizes[^1].Name}: start to ready", start[0], start[1]));

        Line Growth(string name, Measured[] measured) => new(name, [.. measured.Zip(sizes, (m, size) => new Point(size.History.Topics, m.Median / 1_000))]);
        bench.Results.Draw(new("topics", "The same work, by topics in the database (20 messages each)", "topics", "thousands a second", Logarithmic: true,
            [Growth("posts", posts), Growth("latest 50", latest), Growth("directory's first page", first)]));
        bench.Results.Draw(new("directory-depth", "A page of 100 topics, by how deep in the list", "topics before it", "ms", Logarithmic: true, [new("median", await sizes[^1].DirectoryByDepth())]));
        bench.Results.Draw(new("history-depth", "A page of 50 messages, by how deep in the longest topic", "messages after it", "ms", Logarithmic: true, [new("median", await sizes[^1].HistoryByDepth())]));
    }
}
