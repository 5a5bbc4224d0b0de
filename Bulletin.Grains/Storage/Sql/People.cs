using System.Data.Common;
using System.Runtime.InteropServices;
using Bulletin.Grains.Accounts;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>
/// The people in the rows of one query: each is decoded once and shared by all rows that name them. Fifty messages mostly have
/// a few authors, whose names would otherwise be a third of the decoded data.
/// </summary>
internal sealed class People
{
    private readonly Dictionary<Guid, User> _known = [];

    /// <param name="columns">The first of <see cref="Rows.UserColumnsOf"/>.</param>
    public User Of(DbDataReader row, int id, int columns)
    {
        var key = row.GetGuid(id);
        ref var user = ref CollectionsMarshal.GetValueRefOrAddDefault(_known, key, out _);
        return user ??= Rows.User(row, key, columns);
    }
}
