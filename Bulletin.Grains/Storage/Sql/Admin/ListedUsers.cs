using System.Data.Common;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Administration;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql.Admin;

/// <summary>Reads accounts as admins see them.</summary>
internal static class ListedUsers
{
    /// <summary>Of <c>users u</c>. The hash itself stays where it is.</summary>
    public const string Columns =
        "u.id, u.username, u.display_name, u.created_at, u.role, u.suspended_at, u.suspended_until, u.suspended_reason, u.last_seen_at, " +
        "CASE WHEN u.password_hash IS NULL THEN 0 WHEN u.password_hash = '' THEN 1 ELSE 2 END";

    public const int Width = 10;

    /// <summary>The last column of an account that is closed.</summary>
    public const int Closed = 0;

    private const int WithPassword = 2;

    public static ListedUser Read(DbDataReader row) => new(
        new User(row.GetGuid(0), row.GetString(1), row.GetString(2), Time(row, 3)),
        (SiteRole)row.GetInt16(4),
        row.IsDBNull(5) ? null : new Suspension(Time(row, 5), row.IsDBNull(6) ? null : Time(row, 6), row.IsDBNull(7) ? "" : row.GetString(7)),
        row.IsDBNull(8) ? null : Time(row, 8),
        row.GetInt32(9) == Closed,
        row.GetInt32(9) == WithPassword);
}
