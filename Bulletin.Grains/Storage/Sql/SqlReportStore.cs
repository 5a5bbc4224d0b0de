using Bulletin.Grains.Audit;
using Bulletin.Grains.Reports;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>Reports of messages, in the same database as the messages.</summary>
internal sealed class SqlReportStore(SqlDatabase database) : IReportStore
{
    /// <summary>How many reports one page reads. The filters that no index serves could otherwise pass over any number of them.</summary>
    public int Reach { get; init; } = 500;

    public async Task<Report?> Create(Report report, CancellationToken cancellationToken)
    {
        var message = report.Message;
        await database.ChangeOne(
            $"""
            INSERT INTO reports (id, created_at, topic_id, seq, author_id, reporter_id, reason, text, comment, state)
            SELECT @id, @created, @topic, @seq, @author, @reporter, @reason, @text, @comment, @state
            WHERE (SELECT COUNT(*) FROM reports WHERE reporter_id = @reporter AND state = 0) < {IReportStore.MostOpen}
            ON CONFLICT DO NOTHING
            RETURNING id
            """,
            cancellationToken,
            ("id", report.Id),
            ("created", Milliseconds(report.CreatedAt)),
            ("topic", message.TopicId),
            ("seq", message.Seq),
            ("author", message.Author.Id),
            ("reporter", report.Reporter.Id),
            ("reason", report.Reason),
            ("text", message.Text),
            ("comment", report.Comment),
            ("state", (int)report.State));
        var stored = await Read(
            $"FROM reports r {ReportRows.Joins} WHERE r.topic_id = @topic AND r.seq = @seq AND r.reporter_id = @reporter", cancellationToken,
            ("topic", message.TopicId), ("seq", message.Seq), ("reporter", report.Reporter.Id));
        return stored is [var one] ? one : null;
    }

    public async Task<Report?> Find(Guid id, CancellationToken cancellationToken) =>
        await Read($"FROM reports r {ReportRows.Joins} WHERE r.id = @id", cancellationToken, ("id", id)) is [var report] ? report : null;

    public async Task<ListPage<Report>> List(ReportQuery query, bool publicOnly, CancellationToken cancellationToken)
    {
        var page = ReportPage.Of(query, publicOnly);
        var found = await Read(page.Sql, cancellationToken, [.. page.Parameters, ("reach", Reach), ("limit", query.Limit + 1)]);
        if (found.Count > query.Limit) return new([.. found.Take(query.Limit)], PlaceOf(found[query.Limit - 1]));
        return new(found, await Beyond(page, cancellationToken));
    }

    /// <summary>Where the page stopped reading; null at the end of the list.</summary>
    private async Task<ListPlace?> Beyond(ReportPage page, CancellationToken cancellationToken)
    {
        var read = await database.Query(
            page.Read("created_at, id"), row => new ListPlace(Text: null, row.GetInt64(0), row.GetGuid(1)), cancellationToken,
            [.. page.Place, ("reach", Reach)]);
        return read.Count == Reach ? read[^1] : null;
    }

    public Task<bool> Change(Report from, Report next, AuditEntry audit, CancellationToken cancellationToken)
    {
        NullableId before = new("before", from.Assignee?.Id), assignee = new("assignee", next.Assignee?.Id), closer = new("closer", next.ClosedBy?.Id);
        SqlStatement update = new(
            $"""
            UPDATE reports
            SET state = @state, assignee_id = {assignee}, resolution = @resolution, closed_at = CAST(@closed AS bigint), closed_by = {closer}
            WHERE id = @id AND state = @wasState AND assignee_id IS NOT DISTINCT FROM {before} AND resolution IS NOT DISTINCT FROM @wasResolution
            RETURNING id
            """,
            [
                ("id", from.Id),
                ("wasState", (int)from.State),
                .. before.Parameters,
                ("wasResolution", from.Resolution),
                ("state", (int)next.State),
                .. assignee.Parameters,
                ("resolution", next.Resolution),
                ("closed", Milliseconds(next.ClosedAt)),
                .. closer.Parameters,
            ]);
        return database.ChangeTogether([update, AuditRows.Insert(audit)], cancellationToken);
    }

    private Task<List<Report>> Read(string from, CancellationToken cancellationToken, params (string, object?)[] parameters)
    {
        var people = new People();
        return database.Query($"SELECT {ReportRows.Columns} {from}", row => ReportRows.Report(row, people), cancellationToken, parameters);
    }

    private static ListPlace PlaceOf(Report report) => new(Text: null, Milliseconds(report.CreatedAt), report.Id);
}
