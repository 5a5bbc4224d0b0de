using System.Diagnostics;
using Bulletin.Bench.Systems;
using Bulletin.Grains.Search;
using Bulletin.Grains.Search.Analysis;
using Bulletin.Grains.Search.Indexing;
using Bulletin.Grains.Storage.Postgres;
using Bulletin.Grains.Storage.Sql.Search;
using Npgsql;

namespace Bulletin.Bench.Data;

/// <summary>The search index of <see cref="Talk"/>, as silos write it, but by COPY: they would take hours for it.</summary>
internal static class SearchRows
{
    /// <returns>How long it took to build the index of what was copied.</returns>
    public static async Task<TimeSpan> Fill(string database, Talk talk)
    {
        var indexes = await TableIndexes.Dropped(database, "message_search");
        await Copy(database, talk);
        var began = Stopwatch.GetTimestamp();
        await indexes.Build();
        var took = Stopwatch.GetElapsedTime(began);
        await Postgres.Execute(database, $"INSERT INTO search_marks (topic_id, floor, revision, version, rebuild) SELECT id, 0, revision, {TextAnalyzer.Version}, 0 FROM topics");
        foreach (var table in (string[])["message_search", "search_marks"]) await Postgres.Execute(database, $"VACUUM ANALYZE {table}");
        return took;
    }

    private static async Task Copy(string database, Talk talk)
    {
        await using NpgsqlConnection connection = new(database + ";Pooling=false;Command Timeout=3600");
        await connection.OpenAsync();
        await using var copy = await connection.BeginTextImportAsync("COPY message_search (place, seq, revision, topic_id, terms) FROM STDIN");
        foreach (var (said, seq) in talk.All())
        {
            var entry = Entry(said, seq);
            var terms = TsVector.Of(entry.Words, entry.Others).Replace(@"\", @"\\", StringComparison.Ordinal);
            await copy.WriteLineAsync($"{entry.Place}\t{entry.Seq}\t{entry.Revision}\t{entry.TopicId}\t{terms}");
        }
    }

    private static SearchEntry Entry(Said said, long seq)
    {
        var text = said.Text;
        return SearchEntry.Of(History.Topic(said.Topic), isPublic: true, new IndexedMessage(
            seq, seq, DateTimeOffset.FromUnixTimeMilliseconds(said.CreatedAt), History.Person(said.Author), TextAnalyzer.Analyze(text), [], TextFeatures.Of(text)));
    }
}
