using System.Data.Common;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

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

    public const string TopicColumns =
        "t.id, t.name, t.description, t.created_at, t.created_by, t.last_activity_at, t.seq, t.revision, " +
        "c.username, c.display_name, c.created_at, " +
        "t.access, t.locked, t.resolved_at, t.members_version, t.pins";

    public const int TopicWidth = 16;

    /// <summary>The topic, but not its members.</summary>
    public static Topic Topic(DbDataReader row, People people, LastMessage? last) => new(
        row.GetGuid(0),
        row.GetString(1),
        row.IsDBNull(2) ? null : row.GetString(2),
        Time(row, 3),
        people.Of(row, 4, 8),
        Time(row, 5),
        row.GetInt64(6),
        row.GetInt64(7),
        last,
        (Access)row.GetInt16(11),
        row.GetBoolean(12),
        row.IsDBNull(13) ? null : Time(row, 13),
        MembersVersion: row.GetInt64(14),
        Pins: JsonColumns.Seqs(row, 15));

    public const string ClaimColumns = "epoch, seq, revision, members_version";

    public static TopicClaim Claimed(DbDataReader row) =>
        new(row.GetInt64(0), new TopicHead(row.GetInt64(1), row.GetInt64(2)), row.GetInt64(3));

    public static DateTimeOffset Time(DbDataReader row, int column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    public static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static long? Milliseconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();
}
