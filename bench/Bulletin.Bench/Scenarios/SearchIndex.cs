using Bulletin.Bench.Data;
using Bulletin.Bench.Report;

namespace Bulletin.Bench.Scenarios;

/// <summary>How long it takes to build the search index of all messages at once, and how large it is.</summary>
internal static class SearchIndex
{
    public static async Task Measure(Bench bench, string database, Talk talk)
    {
        var took = await SearchRows.Fill(database, talk);
        var messages = $"search index of {talk.Messages:N0} messages";
        bench.Results.Add($"{messages}: built at once, after their terms were copied", new("on all cores", "s", [took.TotalSeconds]));
        var whole = await Size(database, "pg_total_relation_size('message_search')");
        bench.Results.Add(new($"{messages}: all of it", new("index", "MB", [whole]), new("the messages and their indexes", "MB", [await Size(database, "pg_total_relation_size('messages')")]), LessIsBetter: true));
        bench.Results.Add($"{messages}: of that, what finds messages by terms", new("index", "MB", [await Size(database, "pg_relation_size('message_search_public') + pg_relation_size('message_search_private')")]));
    }

    private static async Task<double> Size(string database, string what) => await PostgresServer.Ask(database, $"SELECT {what}") / 1e6;
}
