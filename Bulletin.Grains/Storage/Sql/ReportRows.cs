using System.Data.Common;
using Bulletin.Grains.Reports;
using Bulletin.Grains.Topics.Members;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>The rows of reports. The topic is as it is now, even if it was removed.</summary>
internal static class ReportRows
{
    public static readonly string Columns =
        "r.id, r.created_at, r.topic_id, t.name, t.access, r.seq, r.text, r.reason, r.comment, r.state, r.resolution, r.closed_at, " +
        "r.author_id, r.reporter_id, r.assignee_id, r.closed_by, " +
        $"{UserColumnsOf("a")}, {UserColumnsOf("p")}, {UserColumnsOf("s")}, {UserColumnsOf("c")}";

    /// <summary>Joins what <see cref="Columns"/> name to the reports <c>r</c>.</summary>
    public const string Joins = """
        JOIN topics t ON t.id = r.topic_id
        LEFT JOIN users a ON a.id = r.author_id
        LEFT JOIN users p ON p.id = r.reporter_id
        LEFT JOIN users s ON s.id = r.assignee_id
        LEFT JOIN users c ON c.id = r.closed_by
        """;

    public static Report Report(DbDataReader row, People people) => new(
        row.GetGuid(0),
        Time(row, 1),
        new ReportedMessage(row.GetGuid(2), row.GetString(3), (Access)row.GetInt16(4), row.GetInt64(5), people.Of(row, 12, 16), row.GetString(6)),
        people.Of(row, 13, 19),
        row.GetString(7),
        row.IsDBNull(8) ? null : row.GetString(8),
        (ReportState)row.GetInt16(9),
        row.IsDBNull(14) ? null : people.Of(row, 14, 22),
        row.IsDBNull(10) ? null : row.GetString(10),
        row.IsDBNull(11) ? null : Time(row, 11),
        row.IsDBNull(15) ? null : people.Of(row, 15, 25));
}
