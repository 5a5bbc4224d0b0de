using Bulletin.Grains.Names;
using Bulletin.Grains.Search;

namespace Bulletin.Grains.Storage.Sql.Search;

/// <summary>Topics by name: the public ones from the index of names, or all of them; and the viewer's own among the few that they are in.</summary>
internal sealed class SqlSearchTopics(SqlDatabase database) : ISearchTopics
{
    /// <summary>How many topics of one name are looked at, the newest first. Private ones are among them.</summary>
    private const int Reach = 10_000;

    public async Task<IReadOnlyList<Guid>> Find(Guid? viewer, IReadOnlyList<string> names, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var keys = names.Select(NameKeys.Of).Distinct(StringComparer.Ordinal).Select((key, at) => ($"name{at}", (object?)key)).ToArray();
        var topics = ids.Distinct().Select((id, at) => ($"topic{at}", (object?)id)).ToArray();
        List<string> parts = [];
        if (keys.Length > 0 && viewer is not null) parts.Add(Own(List(keys)));
        if (topics.Length > 0) parts.Add(ById(List(topics), viewer is null));
        parts.AddRange(keys.Select(key => Named($"@{key.Item1}", viewer is null)));
        if (parts.Count == 0) return [];

        var found = await database.Query(
            $"SELECT f.id FROM ({string.Join(" UNION ", parts)}) f ORDER BY f.id DESC LIMIT @most", row => row.GetGuid(0), cancellationToken,
            [.. keys, .. topics, .. viewer is { } person ? [("viewer", person)] : Array.Empty<(string, object?)>(), ("most", ISearchTopics.Most)]);
        return found;
    }

    private static string List((string Name, object?)[] parameters) => string.Join(", ", parameters.Select(parameter => $"@{parameter.Name}"));

    // CROSS JOIN: from the person to the topics, and never the other way round.
    private static string Own(string names) => $"""
        SELECT t.id FROM topic_members o CROSS JOIN topics t
        WHERE o.user_id = @viewer AND t.id = o.topic_id AND t.removed_at IS NULL AND t.name_key IN ({names})
        """;

    private static string ById(string ids, bool all) => $"""
        SELECT t.id FROM topics t
        WHERE t.id IN ({ids}) AND t.removed_at IS NULL
          {(all ? "" : "AND (t.access = 0 OR EXISTS (SELECT 1 FROM topic_members m WHERE m.topic_id = t.id AND m.user_id = @viewer))")}
        """;

    // Word for word the expression of the index topic_names_by_key. An earlier version beside this one may have renamed the topic meanwhile.
    internal static string Named(string name, bool all) => $"""
        SELECT t.id FROM (
          SELECT topic_id FROM topic_names
          WHERE substr(name_key, 1, 64) = substr({name}, 1, 64) AND name_key = {name}
          ORDER BY topic_id DESC LIMIT {Reach}
        ) n CROSS JOIN topics t
        WHERE t.id = n.topic_id AND t.removed_at IS NULL {(all ? "" : "AND t.access = 0")} AND t.name_key = {name}
        """;
}
