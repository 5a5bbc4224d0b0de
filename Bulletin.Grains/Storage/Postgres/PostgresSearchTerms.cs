using System.Data.Common;
using Bulletin.Grains.Search;
using Bulletin.Grains.Storage.Sql;
using Bulletin.Grains.Storage.Sql.Search;

namespace Bulletin.Grains.Storage.Postgres;

/// <summary>
/// The index cannot be read in order of time. So what is common is found by a walk through the newest messages, and everything else in the index: first in
/// the last days, whose terms keep the lists of other terms short, and then in all the rest.
/// </summary>
internal sealed class PostgresSearchTerms(PostgresDatabase database) : SqlSearchTerms(database)
{
    internal const int Walked = 2_000;

    /// <summary>How many days are searched first.</summary>
    private const int FewDays = 2;

    /// <summary>How many days are searched by the terms of days, and by those of months. More are searched as a whole.</summary>
    private const int MaxByDay = 16, MaxByMonth = 384;

    /// <summary>How many times as many days are searched when there was nothing in the last ones.</summary>
    private const int Growth = 16;

    private const string Columns = "s.place, s.topic_id, s.seq, s.revision";

    /// <summary>Word for word the predicates of the two indexes.</summary>
    private const string IsPublic = $"s.terms @@ '''{OwnTerms.Public}'''::tsquery";

    public override IEnumerable<SqlStatement> Add(IReadOnlyList<SearchEntry> entries)
    {
        yield return new(
            $"""
            INSERT INTO message_search (place, topic_id, seq, revision, terms)
            SELECT v.column1, v.column2, v.column3, v.column4, CAST(v.column5 AS tsvector)
            FROM (VALUES {SqlValues.Rows(entries.Count, "place", "topic", "seq", "revision", "terms")}) v
            WHERE {IsCurrent("v.column2", "v.column3", "v.column4")}
            """,
            SqlValues.Of(
                ("place", entries.Select(entry => (object)entry.Place)),
                ("topic", entries.Select(entry => (object)entry.TopicId)),
                ("seq", entries.Select(entry => (object)entry.Seq)),
                ("revision", entries.Select(entry => (object)entry.Revision)),
                ("terms", entries.Select(entry => TsVector.Of(entry.Words, entry.Others)))));
    }

    public override bool IsTaken(DbException fault) => PostgresFaults.IsUniqueViolation(fault);

    public override async Task<IReadOnlyList<FoundMessage>> Find(SearchedRange range, int limit, CancellationToken cancellationToken)
    {
        if (range.Whole is not { } whole) return await Found(All(range), range.Viewer, limit, cancellationToken);

        List<FoundMessage> found = [];
        // The end of the walk comes first: what is indexed meanwhile must not make two parts overlap.
        var newest = range with { From = await Place(range, range.IsNarrow ? 0 : Walked, cancellationToken) + 1 ?? range.From };
        if (!range.IsNarrow) found.AddRange(await Found(Newest(newest, whole), range.Viewer, limit, cancellationToken));
        if (found.Count == limit || newest.From == range.From) return found;

        range = range with { Until = newest.From };
        for (long days = FewDays; ;)
        {
            var part = range.LastDays(days > MaxByMonth ? long.MaxValue : days);
            var more = await Found(Indexed(part), range.Viewer, limit - found.Count, cancellationToken);
            found.AddRange(more);
            if (found.Count == limit || part.From == range.From) return found;

            range = range with { Until = part.From };
            days = more.Count == 0 ? Growth * days : Math.Max(2 * days, 2 * days * (limit - found.Count) / more.Count);
        }
    }

    /// <remarks>The indexer removes entries, and nothing else has their terms.</remarks>
    public override Task Clear(Guid? authorId, CancellationToken cancellationToken) => Task.CompletedTask;

    private static SqlStatement All(SearchedRange range) => new(
        $"SELECT {Columns} FROM message_search s WHERE s.place >= @from AND s.place < @until ORDER BY s.place DESC", range.Places);

    internal static SqlStatement Newest(SearchedRange range, SearchCondition whole) => new(
        $"""
        SELECT {Columns}
        FROM (SELECT * FROM message_search WHERE place >= @from AND place < @until ORDER BY place DESC LIMIT {2 * Walked}) s
        WHERE s.terms @@ CAST(@all AS tsquery)
        ORDER BY s.place DESC
        """,
        [.. range.Places, ("all", TsQuery.Of(whole))]);

    /// <returns>The place of a message when so many newer ones are skipped. Null if there are no more.</returns>
    private async Task<long?> Place(SearchedRange range, int skipped, CancellationToken cancellationToken)
    {
        var place = await Database.Query(
            $"SELECT place FROM message_search WHERE place >= @from AND place < @until ORDER BY place DESC LIMIT 1 OFFSET {skipped}",
            row => row.GetInt64(0), cancellationToken, range.Places);
        return place is [var found] ? found : null;
    }

    /// <remarks>Places and the rest of the condition are hidden from the planner: it is to look up what the index finds best, and nothing else. OFFSET: whether
    /// they may be read is asked in their order, and not of all of them before they are sorted.</remarks>
    internal static SqlStatement Indexed(SearchedRange range)
    {
        var condition = range.Condition!;
        var when = When(range);
        var sure = TsQuery.Of(TsQuery.Sure(condition, WithBeginnings(range, when)) ?? condition);
        var index = when is null ? "" : "s.terms @@ CAST(@when AS tsquery) AND ";
        List<(string, object?)> parameters = [.. range.Places, ("all", TsQuery.Of(condition)), ("public", sure)];
        if (when is not null) parameters.Add(("when", when));
        List<string> parts = [In($"{index}{IsPublic}", "@public")];
        // Whoever has no private topics looks at none.
        if (range.Own is not [])
        {
            parts.Add(In($"{index}NOT {IsPublic}", "@private"));
            parameters.Add(("private", range.Own is { } own ? $"{sure} & {TsQuery.Of(OwnTerms.In(own)!)}" : sure));
        }
        return new($"SELECT * FROM ({string.Join(" UNION ALL ", parts)}) s ORDER BY s.place DESC OFFSET 0", [.. parameters]);
    }

    /// <summary>Not if the rest is rare anyway: the index collects the messages of each word that begins so, from all times.</summary>
    private static bool WithBeginnings(SearchedRange range, string? when) => when is null && !(range.IsNarrow && TsQuery.HasWord(range.Condition!));

    /// <summary>The terms of when a message of the range was posted. Null: they would not shorten a search.</summary>
    private static string? When(SearchedRange range) =>
        range.Days <= MaxByDay ? TsQuery.OneOf(OwnTerms.Days(range.From, range.Until))
        : range.Days <= MaxByMonth ? TsQuery.OneOf(OwnTerms.Months(range.From, range.Until))
        : null;

    private static string In(string index, string sure) => $"""
        SELECT {Columns}
        FROM message_search s
        WHERE {index} AND s.terms @@ CAST({sure} AS tsquery) AND s.place + 0 >= @from AND s.place + 0 < @until AND (s.terms @@ CAST(@all AS tsquery)) IS TRUE
        """;
}
