using System.Data.Common;
using Bulletin.Grains.Administration;
using Bulletin.Grains.Names;

namespace Bulletin.Grains.Storage.Sql.Admin;

/// <summary>All accounts, also closed ones, in any order that an index has; and those that are found by a name, as <see cref="SqlPeopleIndex"/> finds them.</summary>
internal sealed class SqlUserList(SqlDatabase database, int reach)
{
    /// <summary>Each key that a search reads is a look-up of its account.</summary>
    private const int KeysOfSearch = 500;

    public async Task<ListPage<ListedUser>> Page(UserQuery query, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var typed = NameKeys.Beginning(query.Search ?? "");
        var orders = new UserOrders(query, now);
        IndexWalk<ListedUser?> walk = typed.Length > 0
            ? new(database, (after, some) => UserKeys.After(typed, after, some), Found) { Reach = Math.Min(reach, KeysOfSearch), IsListed = IsListed }
            : new(database, orders.After, UserOrders.Read) { Reach = reach, Filter = orders.Filter, IsListed = IsListed };
        var page = await walk.Page(query.After, query.Limit, cancellationToken);
        return new([.. page.Items.OfType<ListedUser>()], page.Next);

        bool IsListed(ListedUser? user) => user is not null && Matches(user, query, now);
    }

    /// <summary>Null if the person is listed at an earlier key.</summary>
    private static (ListedUser?, ListPlace) Found(DbDataReader row)
    {
        var (key, username) = (row.GetString(ListedUsers.Width), row.GetString(ListedUsers.Width + 1));
        var isFirst = string.Equals(key, row.GetString(ListedUsers.Width + 2), StringComparison.Ordinal);
        return (isFirst ? ListedUsers.Read(row) : null, UserKeys.Place(key, username));
    }

    private static bool Matches(ListedUser user, UserQuery query, DateTimeOffset now) =>
        (query.Role is null || user.Role == query.Role)
        && (query.CreatedAfter is not { } after || user.User.CreatedAt >= after)
        && query.State switch
        {
            AccountState.Active => !user.IsClosed && !IsSuspended(user, now),
            AccountState.Suspended => IsSuspended(user, now),
            AccountState.Closed => user.IsClosed,
            _ => true,
        };

    private static bool IsSuspended(ListedUser user, DateTimeOffset now) => user.Suspension is { } suspension && !suspension.IsOver(now);
}
