namespace Bulletin.Grains.Storage.Sql.Admin;

/// <summary>
/// The filters of a list that no index serves. The database applies them, so that a page can read many rows of an index and transfer only those that are
/// listed.
/// </summary>
/// <param name="Order">The order of the list, by columns of its rows.</param>
/// <param name="Conditions">On columns of its rows. All of them must hold.</param>
internal sealed record SqlFilter(string Order, IReadOnlyList<string> Conditions, params (string Name, object? Value)[] Parameters)
{
    /// <summary>The rows of an index that fit, and its last one: where the walk has come to. The last two columns are whether the row fits, 0 or 1, and its
    /// number.</summary>
    /// <param name="rows">At most <c>@some</c> rows of an index.</param>
    /// <param name="most">How many rows are needed. The database stops when it has found them.</param>
    public SqlStatement Of(SqlStatement rows, int most) => new(
        $"""
        SELECT *
        FROM (
          SELECT r.*, CASE WHEN {string.Join(" AND ", Conditions)} THEN 1 ELSE 0 END AS fits, row_number() OVER (ORDER BY {Order}) AS walked
          FROM ({rows.Sql}) r
        ) r
        WHERE fits = 1 OR walked = @some
        ORDER BY {Order}
        LIMIT @most
        """,
        [.. rows.Parameters, .. Parameters, ("most", most)]);
}
