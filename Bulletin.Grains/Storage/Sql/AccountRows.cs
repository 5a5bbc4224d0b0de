using System.Data.Common;
using Bulletin.Grains.Accounts;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>The rows of accounts.</summary>
internal static class AccountRows
{
    /// <summary>What other people see.</summary>
    public const string PersonColumns = "id, username, display_name, created_at";

    public static User Person(DbDataReader row) => new(row.GetGuid(0), row.GetString(1), row.GetString(2), Time(row, 3));

    public const string Columns = PersonColumns + ", password_hash, role, suspended_at, suspended_until, suspended_reason";

    public static StoredAccount Account(DbDataReader row) =>
        new(Person(row), row.IsDBNull(4) ? null : row.GetString(4), (SiteRole)row.GetInt16(5), Suspension(row, 6));

    /// <summary>For a <c>WHERE</c>: neither closed nor suspended. Takes <c>@at</c>. Never null, so that it can be negated.</summary>
    public static string IsActive(string users) =>
        $"({users}.password_hash IS NOT NULL AND ({users}.suspended_at IS NULL OR COALESCE({users}.suspended_until <= @at, FALSE)))";

    /// <param name="columns">The first of <c>suspended_at, suspended_until, suspended_reason</c>.</param>
    public static Suspension? Suspension(DbDataReader row, int columns) => row.IsDBNull(columns)
        ? null
        : new(
            Time(row, columns),
            row.IsDBNull(columns + 1) ? null : Time(row, columns + 1),
            row.IsDBNull(columns + 2) ? "" : row.GetString(columns + 2));
}
