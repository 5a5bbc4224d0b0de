using System.Data.Common;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>
/// Reads rows into records. Columns are read by position: each list of columns stands beside the method that reads it.
/// </summary>
internal static class Rows
{
    /// <summary>Three columns of a <c>LEFT JOIN</c>, after the id, which is read from the row that names the person.</summary>
    public const int UserColumns = 3;

    public static string UserColumnsOf(string users) => $"{users}.username, {users}.display_name, {users}.created_at";

    /// <remarks>A missing account must not make a message disappear, which would be a gap: it stays nameless.</remarks>
    public static User User(DbDataReader row, Guid id, int columns) => new(
        id,
        row.IsDBNull(columns) ? "" : row.GetString(columns),
        row.IsDBNull(columns + 1) ? "" : row.GetString(columns + 1),
        row.IsDBNull(columns + 2) ? DateTimeOffset.UnixEpoch : Time(row, columns + 2));

    public const string MessageColumns =
        "m.topic_id, m.seq, m.revision, m.client_id, m.author_id, m.text, m.reply_to, m.created_at, m.edited_at, m.deleted_at, " +
        "a.username, a.display_name, a.created_at";

    public const int MessageWidth = 13;

    public static Message Message(DbDataReader row, int from, People people) => new(
        row.GetGuid(from),
        row.GetInt64(from + 1),
        row.GetInt64(from + 2),
        row.GetGuid(from + 3),
        people.Of(row, from + 4, from + 10),
        row.IsDBNull(from + 5) ? null : row.GetString(from + 5),
        row.IsDBNull(from + 6) ? null : row.GetInt64(from + 6),
        Time(row, from + 7),
        row.IsDBNull(from + 8) ? null : Time(row, from + 8),
        row.IsDBNull(from + 9) ? null : Time(row, from + 9));

    public const string TopicColumns =
        "t.id, t.name, t.description, t.created_at, t.created_by, t.last_activity_at, t.seq, t.revision, " +
        "c.username, c.display_name, c.created_at";

    public const int TopicWidth = 11;

    public static Topic Topic(DbDataReader row, People people, LastMessage? last) => new(
        row.GetGuid(0),
        row.GetString(1),
        row.IsDBNull(2) ? null : row.GetString(2),
        Time(row, 3),
        people.Of(row, 4, 8),
        Time(row, 5),
        row.GetInt64(6),
        row.GetInt64(7),
        last);

    public static DateTimeOffset Time(DbDataReader row, int column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    public static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();
}
