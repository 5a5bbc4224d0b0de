using Bulletin.Grains.Following;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>Finds the topics that are ahead of a follower's marks.</summary>
/// <param name="marks">Their table.</param>
/// <param name="isAhead">A condition on topics <c>t</c> and their marks <c>f</c>, which may be missing.</param>
/// <param name="hasHistory">Another one: a topic is behind also in what happened long ago. A walk finds it, and a sweep does not.</param>
internal sealed class SqlTopicsBehind(SqlDatabase database, string marks, string isAhead, string hasHistory = "1 = 0") : ITopicsBehind
{
    // Two indexes, word for word their predicates.
    internal string Active => $"""
        SELECT b.id
        FROM (
          {ActiveWhere("t.removed_at IS NULL AND t.access = 0")}
          UNION ALL
          {ActiveWhere("t.removed_at IS NULL AND t.access > 0")}
        ) b
        ORDER BY b.last_activity_at, b.id
        LIMIT @limit
        """;

    private string Walked => $"""
        SELECT t.id, t.removed_at IS NULL AND ({isAhead} OR {hasHistory})
        FROM topics t
        LEFT JOIN {marks} f ON f.topic_id = t.id
        WHERE t.id > @after
        ORDER BY t.id
        LIMIT @some
        """;

    public async Task<IReadOnlyList<Guid>> Behind(DateTimeOffset since, DateTimeOffset until, int limit, CancellationToken cancellationToken) => await database.Query(
        Active, row => row.GetGuid(0), cancellationToken, ("since", Milliseconds(since)), ("until", Milliseconds(until)), ("limit", limit));

    public async Task<(IReadOnlyList<Guid> Topics, Guid? Last)> Behind(Guid after, int some, CancellationToken cancellationToken)
    {
        var topics = await database.Query(
            Walked, row => (Id: row.GetGuid(0), IsBehind: row.GetBoolean(1)), cancellationToken, ("after", after), ("some", some));
        return ([.. topics.Where(topic => topic.IsBehind).Select(topic => topic.Id)], topics.Count < some ? null : topics[^1].Id);
    }

    private string ActiveWhere(string listed) => $"""
        SELECT t.id, t.last_activity_at
        FROM topics t
        LEFT JOIN {marks} f ON f.topic_id = t.id
        WHERE {listed} AND t.last_activity_at >= @since AND t.last_activity_at < @until AND {isAhead}
        """;
}
