using System.Data.Common;
using System.Globalization;
using Bulletin.Grains.Search;
using Bulletin.Grains.Storage.Sql;
using Bulletin.Grains.Storage.Sql.Search;
using Microsoft.Data.Sqlite;

namespace Bulletin.Grains.Storage.Sqlite;

/// <summary>The index is read in order of time, the newest first. Some at a time: a running statement cannot be cancelled.</summary>
internal sealed class SqliteSearchTerms(SqliteDatabase database) : SqlSearchTerms(database)
{
    private const int Few = 500, Many = 8_000;

    /// <summary>How much of the index is written at once while deleted terms are cleared from it. Posts wait that long.</summary>
    private const int PagesAtOnce = 200;

    private const string All = "SELECT place FROM message_search WHERE place >= @from AND place < @until ORDER BY place DESC LIMIT @some";

    private const string Matching = """
        SELECT rowid AS place FROM message_terms
        WHERE message_terms MATCH @match AND rowid >= @from AND rowid < @until
        ORDER BY rowid DESC LIMIT @some
        """;

    /// <remarks>Both statements must add the same entries: FTS5 would store the terms of an existing entry a second time, and delete only one copy.</remarks>
    public override IEnumerable<SqlStatement> Add(IReadOnlyList<SearchEntry> entries)
    {
        var values = SqlValues.Of(
            ("place", entries.Select(entry => (object)entry.Place)),
            ("topic", entries.Select(entry => (object)entry.TopicId)),
            ("seq", entries.Select(entry => (object)entry.Seq)),
            ("revision", entries.Select(entry => (object)entry.Revision)));
        yield return new(
            $"""
            INSERT INTO message_search (place, topic_id, seq, revision)
            SELECT v.column1, v.column2, v.column3, v.column4
            FROM (VALUES {SqlValues.Rows(entries.Count, "place", "topic", "seq", "revision")}) v
            WHERE {IsCurrent("v.column2", "v.column3", "v.column4")}
            """,
            values);
        yield return new(
            $"""
            INSERT INTO message_terms (rowid, words, others)
            SELECT v.column1, v.column5, v.column6
            FROM (VALUES {SqlValues.Rows(entries.Count, "place", "topic", "seq", "revision", "words", "others")}) v
            WHERE {IsCurrent("v.column2", "v.column3", "v.column4")}
            """,
            [
                .. values,
                .. SqlValues.Of("words", entries.Select(entry => string.Join(' ', entry.Words))),
                .. SqlValues.Of("others", entries.Select(entry => string.Join(' ', entry.Others.Distinct(StringComparer.Ordinal)))),
            ]);
    }

    public override bool IsTaken(DbException fault) => SqliteFaults.IsUniqueViolation(fault);

    public override async Task<IReadOnlyList<FoundMessage>> Find(SearchedRange range, int limit, CancellationToken cancellationToken)
    {
        List<FoundMessage> found = [];
        for (var some = Few; ; some = Math.Min(some * 4, Many))
        {
            // Where they end comes first: what is indexed meanwhile must not make two parts overlap.
            var ahead = Places(range, some);
            var (count, last) = (await Database.Query(
                $"SELECT count(*), min(place) FROM ({ahead.Sql})", row => (row.GetInt32(0), row.IsDBNull(1) ? 0 : row.GetInt64(1)), cancellationToken, ahead.Parameters))[0];
            if (count == 0) return found;

            var places = Places(range with { From = last }, 2 * some);
            found.AddRange(await Found(
                places with { Sql = $"SELECT s.place, s.topic_id, s.seq, s.revision FROM ({places.Sql}) x CROSS JOIN message_search s WHERE s.place = x.place" },
                range.Viewer, limit - found.Count, cancellationToken));
            if (found.Count == limit || count < some) return found;
            range = range with { Until = last };
        }
    }

    /// <remarks>FTS5 only notes that an entry is deleted. Its terms go when the parts of the index that have them are merged.</remarks>
    public override async Task Clear(Guid? authorId, CancellationToken cancellationToken)
    {
        if (authorId is { } author) await RemoveDeleted(author, cancellationToken);
        // Negative: merge all parts into one. Then go on with it.
        var pages = -PagesAtOnce;
        while (await database.Write(connection => Merge(connection, pages), cancellationToken)) pages = PagesAtOnce;
    }

    /// <summary>The indexer may not have come to the last of them.</summary>
    private Task<List<bool>> RemoveDeleted(Guid authorId, CancellationToken cancellationToken) => Database.Change(
        """
        DELETE FROM message_search
        WHERE place IN (
          SELECT s.place
          FROM message_terms x CROSS JOIN message_search s
          WHERE x.message_terms MATCH @author AND s.place = x.rowid
            AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.topic_id = s.topic_id AND m.seq = s.seq AND m.deleted_at IS NULL))
        RETURNING place
        """,
        _ => true, cancellationToken, ("author", FtsQuery.Of(OwnTerms.By(authorId))));

    /// <returns>Whether there may be more to merge.</returns>
    private static bool Merge(SqliteConnection connection, int pages)
    {
        var before = Changes(connection);
        using var merge = connection.CreateCommand();
        merge.CommandText = "INSERT INTO message_terms (message_terms, rank) VALUES ('merge', @pages)";
        merge.Parameters.AddWithValue("@pages", pages);
        merge.ExecuteNonQuery();
        // The statement itself counts as one.
        return Changes(connection) - before > 1;
    }

    private static long Changes(SqliteConnection connection)
    {
        using var changes = connection.CreateCommand();
        changes.CommandText = "SELECT total_changes()";
        return Convert.ToInt64(changes.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static SqlStatement Places(SearchedRange range, int some) => range.Whole is { } condition
        ? new(Matching, [.. range.Places, ("some", some), ("match", FtsQuery.Of(condition))])
        : new(All, [.. range.Places, ("some", some)]);
}
