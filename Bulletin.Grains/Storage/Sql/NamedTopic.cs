using System.Data.Common;
using Bulletin.Grains.Directory;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>A topic as a search by name looks at it.</summary>
/// <param name="Place">The time that it is listed by.</param>
/// <param name="Key">Its name, folded.</param>
internal readonly record struct NamedTopic(Guid Id, long Place, string Key)
{
    public DirectoryCursor Cursor => new(DateTimeOffset.FromUnixTimeMilliseconds(Place), Id);

    public static NamedTopic Read(DbDataReader row) => new(row.GetGuid(0), row.GetInt64(1), row.GetString(2));
}
