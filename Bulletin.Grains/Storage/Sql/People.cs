using System.Data.Common;
using System.Runtime.InteropServices;
using Bulletin.Grains.Accounts;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>
/// Whom the rows of one answer name: each is read once, and shared by all that names them. Fifty messages are mostly those of a few
/// people, whose names would be a third of what is decoded.
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
