namespace Bulletin.Grains.Storage.Sql;

/// <summary>
/// Adds older topics to the index of names, and those that an earlier version creates or renames beside this one. It walks through all topics by id
/// and writes those that differ from the index, so a walk that was interrupted only reads what it has done already when it is repeated.
/// </summary>
internal sealed class SqlOldTopicNames(SqlDatabase database, SqlTopicNames names)
{
    /// <summary>No statement may take longer than a few seconds or delay posts.</summary>
    private const int WrittenAtOnce = 200;

    // The last topic of a full slice is always among them: where the walk has come to.
    internal const string Slice = """
        SELECT t.id, t.name, t.name_key, n.name_key, t.walked
        FROM (SELECT id, name, name_key, row_number() OVER (ORDER BY id) AS walked FROM topics WHERE id > @last ORDER BY id LIMIT @some) t
        LEFT JOIN topic_names n ON n.topic_id = t.id
        WHERE n.name_key IS NULL OR n.name_key <> t.name_key OR t.walked = @some
        ORDER BY t.id
        """;

    public int ReadAtOnce { get; init; } = 1_000;

    /// <returns>How many topics were written.</returns>
    public async Task<int> Add(CancellationToken cancellationToken)
    {
        var (written, last) = await AddSome(Guid.Empty, cancellationToken);
        while (last is { } after)
        {
            (var more, last) = await AddSome(after, cancellationToken);
            written += more;
        }
        return written;
    }

    /// <returns>How many topics were written, and where to continue. Null: there are no more.</returns>
    internal async Task<(int Written, Guid? Last)> AddSome(Guid after, CancellationToken cancellationToken)
    {
        var read = await database.Query(
            Slice, row => (Topic: new OldTopicName(row.GetGuid(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3)), Number: row.GetInt64(4)),
            cancellationToken, ("last", after), ("some", ReadAtOnce));
        var written = 0;
        foreach (var missing in read.Select(one => one.Topic).Where(topic => topic.Indexed is null).Chunk(WrittenAtOnce))
        {
            var add = names.Add(missing);
            written += (await database.Change(add.Sql, _ => true, cancellationToken, add.Parameters)).Count;
        }
        foreach (var renamed in read.Select(one => one.Topic).Where(topic => topic.Indexed is not null && topic.Indexed != topic.Key).Chunk(WrittenAtOnce))
            if (await database.ChangeTogether([Remove(renamed), names.Add(renamed)], cancellationToken)) written += renamed.Length;
        return (written, read is [.., var last] && last.Number == ReadAtOnce ? last.Topic.Id : null);
    }

    /// <summary>Only as they were read: what was renamed since then is in the index already.</summary>
    private static SqlStatement Remove(OldTopicName[] topics) => new(
        $"DELETE FROM topic_names WHERE (topic_id, name_key) IN (VALUES {SqlValues.Rows(topics.Length, "topic", "key")}) RETURNING topic_id",
        SqlValues.Of(("topic", topics.Select(topic => (object)topic.Id)), ("key", topics.Select(topic => topic.Indexed!))));
}

/// <param name="Indexed">The key that the index has. Null: it has none.</param>
internal sealed record OldTopicName(Guid Id, string Name, string Key, string? Indexed);
