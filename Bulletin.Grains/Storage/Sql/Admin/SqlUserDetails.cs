using Bulletin.Grains.Administration;
using Bulletin.Grains.Reports;

namespace Bulletin.Grains.Storage.Sql.Admin;

/// <summary>One account, and what it has left on the site.</summary>
internal static class SqlUserDetails
{
    private static readonly string One = $"""
        SELECT {ListedUsers.Columns},
          {Count("messages", "author_id")}, {Count("topics", "created_by")}, {Count("topic_members", "user_id")},
          (SELECT count(*) FROM (SELECT 1 FROM reports WHERE author_id = @user AND state = {(int)ReportState.Open} LIMIT {UserTraces.Most}) x)
        FROM users u
        WHERE u.id = @user
        """;

    public static async Task<UserDetails?> Find(SqlDatabase database, Guid userId, CancellationToken cancellationToken)
    {
        var found = await database.Query(
            One,
            row => new UserDetails(
                ListedUsers.Read(row),
                new UserTraces(
                    (int)row.GetInt64(ListedUsers.Width), (int)row.GetInt64(ListedUsers.Width + 1),
                    (int)row.GetInt64(ListedUsers.Width + 2), (int)row.GetInt64(ListedUsers.Width + 3))),
            cancellationToken, ("user", userId));
        return found is [var details] ? details : null;
    }

    // A range and an order, where an equality would do: no plan but the index by this column. For somebody who wrote a tenth of everything, long ago,
    // the planner would otherwise look for a hundred rows in the table itself.
    private static string Count(string table, string column) => $"""
        (SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {column} >= @user AND {column} <= @user ORDER BY {column} LIMIT {UserTraces.Most}) x)
        """;
}
