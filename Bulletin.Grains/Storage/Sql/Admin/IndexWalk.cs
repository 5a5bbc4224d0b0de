using System.Data.Common;

namespace Bulletin.Grains.Storage.Sql.Admin;

/// <summary>
/// Makes a page of a list: walks an index from where the previous page ended, and lists the rows that the filters let through which the index does not
/// serve. It reads a limited number of rows, however few of them are listed.
/// </summary>
/// <param name="rows">The rows after a place, at most as many as given, in the order of an index.</param>
/// <param name="row">Reads a row and its place.</param>
internal sealed class IndexWalk<T>(SqlDatabase database, Func<ListPlace?, int, SqlStatement> rows, Func<DbDataReader, (T Item, ListPlace Place)> row)
{
    /// <summary>How many rows a page reads, after the first few.</summary>
    public required int Reach { get; init; }

    /// <summary>The filters that the database can apply. Null if there are none.</summary>
    public SqlFilter? Filter { get; init; }

    /// <summary>The other filters.</summary>
    public Func<T, bool> IsListed { get; init; } = static _ => true;

    public async Task<ListPage<T>> Page(ListPlace? after, int limit, CancellationToken cancellationToken)
    {
        List<T> items = [];
        var place = after;
        // Most pages are full with the first rows, or with a few more if most rows fit. Only those that are not read on.
        foreach (var some in (int[])[Filter is null ? limit + 1 : 2 * limit + 1, Reach])
        {
            var isFull = false;
            var most = Filter is null ? some : limit + 1 - items.Count;
            var statement = Filter is null ? rows(place, some) : Filter.Of(rows(place, some), most);
            var read = await database.Query(statement.Sql, Read, one =>
            {
                // The last row of a filtered walk may be one that does not fit.
                var listed = one.Fits && IsListed(one.Item);
                if (listed && items.Count == limit) return isFull = true;

                if (listed) items.Add(one.Item);
                place = one.Place;
                return false;
            }, cancellationToken, statement.Parameters);
            if (isFull) return new(items, place);
            if (read.Count < most && !read.Exists(one => one.Number == some)) return new(items, Next: null);
        }
        return new(items, place);

        (T Item, ListPlace Place, bool Fits, long Number) Read(DbDataReader reader)
        {
            var (item, at) = row(reader);
            return Filter is null ? (item, at, true, 0) : (item, at, reader.GetInt32(reader.FieldCount - 2) == 1, reader.GetInt64(reader.FieldCount - 1));
        }
    }
}
