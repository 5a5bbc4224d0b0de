using System.Data.Common;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Administration;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql.Admin;

/// <summary>All accounts in the order of a query, from a place on.</summary>
internal sealed class UserOrders(UserQuery query, DateTimeOffset now)
{
    private const string All = "1 = 1";

    /// <summary>Every id lies before it.</summary>
    private static readonly Guid lastId = new("ffffffff-ffff-ffff-ffff-ffffffffffff");

    // The password's state needs a name, like every column that is selected twice.
    private static readonly string Named = $"{ListedUsers.Columns} AS password";

    // Staff are few: in any order but that of their index, they are sorted.
    private string Begin => IsStaff && !IsByName ? $"WITH staff AS MATERIALIZED (SELECT * FROM users u WHERE {Which})" : "";

    private string Users => Begin.Length > 0 ? "staff u" : "users u";

    // Word for word the predicates of indexes.
    private string Which => query switch
    {
        { Role: > SiteRole.Member and var role } => $"u.role > 0 AND u.role = {(int)role}",
        { State: AccountState.Suspended } => "u.suspended_at IS NOT NULL",
        { State: AccountState.Closed } => "u.password_hash IS NULL",
        _ => All,
    };

    private bool IsStaff => query.Role > SiteRole.Member;

    private bool IsByName => query.Order is UserOrder.Username or UserOrder.UsernameDescending;

    private bool IsByCreation => query.Order is UserOrder.Created or UserOrder.CreatedDescending;

    // Word for word as in the indexes. Who was never seen comes before everybody else.
    private string Time => IsByCreation ? "u.created_at" : "coalesce(u.last_seen_at, 0)";

    private bool IsDescending => query.Order is UserOrder.UsernameDescending or UserOrder.CreatedDescending or UserOrder.LastSeenDescending;

    private string Direction => IsDescending ? "DESC" : "";

    private string Than => IsDescending ? "<" : ">";

    public SqlFilter? Filter
    {
        get
        {
            List<string> conditions = [];
            List<(string, object?)> parameters = [];
            if (!IsByCreation && query.CreatedAfter is { } since)
            {
                conditions.Add("created_at >= @since");
                parameters.Add(("since", Milliseconds(since)));
            }
            if (query.Role == SiteRole.Member) conditions.Add("role = 0");
            if (query.State == AccountState.Active) conditions.Add($"password > {ListedUsers.Closed}");
            if (query.State == AccountState.Suspended)
            {
                conditions.Add("(suspended_until IS NULL OR suspended_until > @now)");
                parameters.Add(("now", Milliseconds(now)));
            }
            return conditions.Count == 0 ? null : new(IsByName ? $"username_key {Direction}" : $"place {Direction}, id {Direction}", conditions, [.. parameters]);
        }
    }

    /// <summary>At most so many accounts after a place. After each account's columns: the number of its place, and the key of its username.</summary>
    public SqlStatement After(ListPlace? after, int some) => IsByName ? ByName(after, some) : ByTime(after, some);

    public static (ListedUser?, ListPlace) Read(DbDataReader row)
    {
        var user = ListedUsers.Read(row);
        return (user, new ListPlace(row.GetString(ListedUsers.Width + 1), row.GetInt64(ListedUsers.Width), user.User.Id));
    }

    private SqlStatement ByName(ListPlace? after, int some) => new(
        $"""
        SELECT {Named}, u.created_at AS place, u.username_key
        FROM users u
        WHERE {Which} {(after is null ? "" : $"AND u.username_key {Than} @name")}
        ORDER BY u.username_key {Direction}
        LIMIT @some
        """,
        [("some", some), .. after is null ? [] : Values(("name", after.Text ?? ""))]);

    // Each end of the range is one comparison: where several say the same, an engine may begin at the wrong one, and walk all the way to the other.
    private SqlStatement ByTime(ListPlace? after, int some)
    {
        var before = IsByCreation && query.CreatedAfter is { } since ? Milliseconds(since) - 1 : -1;
        var (first, last) = (new ListPlace(null, before, lastId), new ListPlace(null, long.MaxValue, lastId));
        if (after is not null && IsDescending) last = after;
        if (after is not null && !IsDescending && after.Number > before) first = after;
        return new(
            $"""
            {Begin}
            SELECT {Named}, {Time} AS place, u.username_key
            FROM {Users}
            WHERE {(Begin.Length > 0 ? All : Which)} AND ({Time}, u.id) > (@from, @first) AND ({Time}, u.id) < (@until, @last)
            ORDER BY {Time} {Direction}, u.id {Direction}
            LIMIT @some
            """,
            ("some", some), ("from", first.Number), ("first", first.Id), ("until", last.Number), ("last", last.Id));
    }

    private static (string, object?)[] Values(params (string, object?)[] values) => values;
}
