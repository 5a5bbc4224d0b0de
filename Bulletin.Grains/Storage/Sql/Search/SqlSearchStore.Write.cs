using System.Data.Common;
using Bulletin.Grains.Search;
using Bulletin.Grains.Search.Analysis;

namespace Bulletin.Grains.Storage.Sql.Search;

internal sealed partial class SqlSearchStore
{
    /// <summary>How many rows of values a statement has at most, and by what their number grows: a statement for each number is never prepared.</summary>
    private const int RowsAtOnce = 256, Growth = 4;

    private const int Attempts = 5;

    /// <summary>Whether a new mark is of the same rebuild and version of the analyzer as the old one.</summary>
    private const string IsSame = "(excluded.rebuild = search_marks.rebuild AND excluded.version = search_marks.version)";

    /// <summary>Whether a new mark does not count: it is of an earlier rebuild or version, or there would be a gap between the two.</summary>
    private const string IsLeftOut = $"""
        (excluded.rebuild < search_marks.rebuild OR excluded.rebuild = search_marks.rebuild AND excluded.version < search_marks.version
        OR {IsSame} AND (excluded.floor > search_marks.revision OR excluded.revision < search_marks.floor))
        """;

    private static readonly IndexedTopic NoTopic = new(Guid.Empty, IsPublic: false, -1, -1, -1, []);

    public async Task Write(IReadOnlyList<IndexedTopic> topics, CancellationToken cancellationToken)
    {
        if (topics.Count == 0) return;
        SearchEntry[] entries = [.. topics.SelectMany(topic => topic.Messages.Select(message => SearchEntry.Of(topic.TopicId, topic.IsPublic, message)))];
        HashSet<long> taken = [];
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await database.ChangeTogether(Statements(topics, Placed(entries, taken)), cancellationToken);
                return;
            }
            catch (DbException fault) when (terms.IsTaken(fault) && attempt < Attempts)
            {
                taken.UnionWith(await Taken(entries, cancellationToken));
            }
        }
    }

    /// <summary>
    /// The marks come first, in one order everywhere: who indexes the same topics waits here, and then sees what the other has written. A message that has
    /// changed since is left as it is, as its change is yet to be indexed or was already.
    /// </summary>
    private SqlStatement[] Statements(IReadOnlyList<IndexedTopic> topics, IReadOnlyList<SearchEntry> entries) =>
    [
        .. topics.OrderBy(topic => topic.TopicId).Chunk(RowsAtOnce).Select(some => Mark(Padded(some, NoTopic))),
        .. entries.Chunk(RowsAtOnce).Select(some => Remove(Padded(some, SearchEntry.Nothing))),
        .. entries.Where(entry => !entry.IsDeleted).OrderBy(entry => entry.Place).Chunk(RowsAtOnce).SelectMany(some => terms.Add(Padded(some, SearchEntry.Nothing))),
    ];

    /// <summary>A mark grows within a rebuild, and begins anew with the next one, or with the next version of the analyzer.</summary>
    private static SqlStatement Mark(IReadOnlyList<IndexedTopic> topics) => new(
        $"""
        INSERT INTO search_marks (topic_id, floor, revision, version, rebuild)
        SELECT v.column1, v.column2, v.column3, {TextAnalyzer.Version}, v.column4
        FROM (VALUES {SqlValues.Rows(topics.Count, "topic", "floor", "revision", "rebuild")}) v
        WHERE v.column3 >= 0
        ON CONFLICT (topic_id) DO UPDATE SET
          floor = CASE WHEN {IsLeftOut} OR {IsSame} AND search_marks.floor < excluded.floor THEN search_marks.floor ELSE excluded.floor END,
          revision = CASE WHEN {IsLeftOut} OR {IsSame} AND search_marks.revision > excluded.revision THEN search_marks.revision ELSE excluded.revision END,
          version = CASE WHEN {IsLeftOut} THEN search_marks.version ELSE excluded.version END,
          rebuild = CASE WHEN {IsLeftOut} THEN search_marks.rebuild ELSE excluded.rebuild END
        RETURNING topic_id
        """,
        SqlValues.Of(
            ("topic", topics.Select(topic => (object)topic.TopicId)),
            ("floor", topics.Select(topic => (object)topic.Floor)),
            ("revision", topics.Select(topic => (object)topic.Revision)),
            ("rebuild", topics.Select(topic => (object)topic.Rebuild))));

    /// <summary>Whether an entry's message was changed, and not deleted, after it was read.</summary>
    private const string HasChanged =
        "EXISTS (SELECT 1 FROM messages n WHERE n.topic_id = v.column1 AND n.seq = v.column2 AND n.deleted_at IS NULL AND n.revision > v.column4)";

    private static SqlStatement Remove(IReadOnlyList<SearchEntry> entries) => new(
        $"""
        DELETE FROM message_search
        WHERE place IN (
          SELECT {SearchPlaces.Found("v.column1", "v.column2", "v.column3", $"AND s.revision <= v.column4 AND NOT {HasChanged}")}
          FROM (VALUES {SqlValues.Rows(entries.Count, "topic", "seq", "first", "revision")}) v)
        """,
        SqlValues.Of(
            ("topic", entries.Select(entry => (object)entry.TopicId)),
            ("seq", entries.Select(entry => (object)entry.Seq)),
            ("first", entries.Select(entry => (object)entry.First)),
            ("revision", entries.Select(entry => (object)entry.Revision))));

    /// <summary>Each at a place of its own.</summary>
    private static List<SearchEntry> Placed(IReadOnlyList<SearchEntry> entries, IEnumerable<long> taken)
    {
        HashSet<long> places = [.. taken];
        List<SearchEntry> placed = [];
        foreach (var entry in entries.OrderBy(entry => entry.Place))
        {
            var place = entry.Place;
            while (!places.Add(place)) place = SearchPlaces.Next(place);
            placed.Add(entry with { Place = place });
        }
        return placed;
    }

    /// <summary>The places that others have in the milliseconds of these. What these have themselves is removed before they are written.</summary>
    private async Task<IEnumerable<long>> Taken(IReadOnlyList<SearchEntry> entries, CancellationToken cancellationToken)
    {
        List<(Guid TopicId, long Seq, long Place)> taken = [];
        foreach (var first in entries.Select(entry => entry.First).Distinct())
            taken.AddRange(await database.Query(
                "SELECT topic_id, seq, place FROM message_search WHERE place >= @first AND place < @next",
                row => (row.GetGuid(0), row.GetInt64(1), row.GetInt64(2)), cancellationToken,
                ("first", first), ("next", first + SearchPlaces.PerMillisecond)));
        var own = entries.Select(entry => (entry.TopicId, entry.Seq)).ToHashSet();
        return taken.Where(other => !own.Contains((other.TopicId, other.Seq))).Select(other => other.Place);
    }

    private static IReadOnlyList<T> Padded<T>(IReadOnlyList<T> rows, T padding)
    {
        var count = 1;
        while (count < rows.Count) count *= Growth;
        return [.. rows, .. Enumerable.Repeat(padding, count - rows.Count)];
    }
}
