using System.Diagnostics;
using Bulletin.Bench.Data;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Scenarios;

/// <summary>Searches of messages, their index, how fast silos write it, and what that costs those who post.</summary>
/// <param name="topics">There are twenty times as many messages.</param>
internal sealed class Search(int topics) : IScenario
{
    private const int Quick = 10_000;

    /// <summary>How many topics there are for a silo to index.</summary>
    private const int NotIndexed = 10_000;

    public string Name => "search";

    public async Task Run(Bench bench)
    {
        var count = bench.Quick ? Quick : topics;
        Talk all = new(count, 20 * count), some = new(Math.Min(NotIndexed, count / 10), 2 * Math.Min(10 * NotIndexed, count));
        await using var postgres = await Postgres.StartedToFill();
        var (database, notIndexed) = (await postgres.NewBulletinDatabase(), await postgres.NewBulletinDatabase());
        await Fill(database, all);
        await Fill(notIndexed, some);
        await SearchIndex.Measure(bench, database, all);
        await postgres.Restart();

        await SearchIndexing.Measure(bench, notIndexed, some);
        using var product = await Product.Started(database, topics: bench.Topics);
        await SearchPages.Measure(bench, product, database, all);
        await SearchPosts.Measure(bench, product, database, all);
    }

    private static async Task Fill(string database, Talk talk)
    {
        var began = Stopwatch.GetTimestamp();
        await new TalkRows(database, talk).Fill();
        Console.WriteLine($"{talk.Topics:N0} topics with {talk.Messages:N0} messages: filled in {Stopwatch.GetElapsedTime(began).TotalSeconds:N0} s");
    }
}
