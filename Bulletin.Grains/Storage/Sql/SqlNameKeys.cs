using Bulletin.Grains.Names;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>
/// Folds the names that version 0.1.0 wrote. An index holds exactly these rows, so the lookup costs nothing once all are
/// folded, an interrupted process continues where it stopped, and names that an old silo writes during an upgrade are found
/// too.
/// </summary>
internal sealed class SqlNameKeys(SqlDatabase database)
{
    // Must match the predicates of the indexes, which serve no other purpose.
    internal const string OldPeople = "SELECT id, username, display_name FROM users WHERE display_name_key NOT LIKE '% ' AND id > @last ORDER BY id LIMIT @some";
    internal const string OldTopics = "SELECT id, name FROM topics WHERE name_key NOT LIKE '% ' AND id > @last ORDER BY id LIMIT @some";

    /// <summary>No statement may take longer than a few seconds or delay posts.</summary>
    private const int BatchSize = 200;

    /// <returns>How many people and topics were updated.</returns>
    public async Task<(int People, int Topics)> FoldOld(CancellationToken cancellationToken) =>
        (await FoldPeople(cancellationToken), await FoldTopics(cancellationToken));

    private async Task<int> FoldPeople(CancellationToken cancellationToken)
    {
        var folded = 0;
        for (var last = Guid.Empty; ;)
        {
            var batch = await database.Query(
                OldPeople, row => new PersonKeys(row.GetGuid(0), row.GetString(1), row.GetString(2)),
                cancellationToken, ("last", last), ("some", BatchSize));
            if (batch.Count == 0) return folded;

            await database.ChangeTogether([Fold("users", "display_name", [.. batch.Select(one => (one.Id, one.DisplayName))]), .. PersonKeys.Statements(batch)], cancellationToken);
            folded += batch.Count;
            last = batch[^1].Id;
        }
    }

    private async Task<int> FoldTopics(CancellationToken cancellationToken)
    {
        var folded = 0;
        for (var last = Guid.Empty; ;)
        {
            var batch = await database.Query(
                OldTopics, row => (Id: row.GetGuid(0), Name: row.GetString(1)), cancellationToken, ("last", last), ("some", BatchSize));
            if (batch.Count == 0) return folded;

            await database.ChangeTogether([Fold("topics", "name", batch)], cancellationToken);
            folded += batch.Count;
            last = batch[^1].Id;
        }
    }

    /// <summary>Skips a name that has changed since it was read: it is already folded, or is left for the next round.</summary>
    private static SqlStatement Fold(string table, string name, List<(Guid Id, string Name)> batch) => new(
        $"""
        UPDATE {table} SET {name}_key = b.column3
        FROM (VALUES {SqlValues.Rows(batch.Count, "id", "name", "key")}) b
        WHERE {table}.id = b.column1 AND {table}.{name} = b.column2
        RETURNING id
        """,
        SqlValues.Of(
            ("id", batch.Select(one => (object)one.Id)),
            ("name", batch.Select(one => one.Name)),
            ("key", batch.Select(one => NameKeys.Of(one.Name)))));
}
