using System.Diagnostics;
using Bulletin.Bench.Data;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Scenarios;

/// <summary>How fast a silo indexes what was posted before, beside which posts go on: it pauses more than it works.</summary>
internal static class SearchIndexing
{
    private const string Begun = "SELECT count(*) FROM (SELECT FROM message_search LIMIT 1) s";

    /// <summary>Topics are indexed in order of their ids.</summary>
    private const string LastBehind = """
        SELECT count(*) FROM (SELECT id, revision FROM topics WHERE revision > 0 ORDER BY id DESC LIMIT 1) t
        LEFT JOIN search_marks m ON m.topic_id = t.id WHERE t.revision > coalesce(m.revision, 0) OR m.floor > 0
        """;

    private const string Behind = "SELECT count(*) FROM topics t LEFT JOIN search_marks m ON m.topic_id = t.id WHERE t.revision > coalesce(m.revision, 0) OR m.floor > 0";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    public static async Task Measure(Bench bench, string database, Talk talk)
    {
        using var product = await Product.Started(database, people: 0);
        await Eventually.That(async () => await PostgresServer.Ask(database, Begun) == 1, "a message is indexed");
        var (began, processor) = (Stopwatch.GetTimestamp(), product.Process.ProcessorTime());
        foreach (var some in (string[])[LastBehind, Behind])
            await Eventually.That(async () => await PostgresServer.Ask(database, some) == 0, Patience, "all messages are indexed");
        var took = Stopwatch.GetElapsedTime(began);
        var used = product.Process.ProcessorTime() - processor;
        bench.Results.Add($"a silo indexes {talk.Messages:N0} existing messages", new("with its pauses", "messages/s", [talk.Messages / took.TotalSeconds]));
        bench.Results.Add($"a silo indexes {talk.Messages:N0} existing messages: processor of the server", new("each", "µs of processor", [used.TotalMicroseconds / talk.Messages]));
    }
}
