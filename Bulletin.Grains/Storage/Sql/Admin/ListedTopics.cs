using Bulletin.Grains.Administration;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql.Admin;

/// <summary>Reads topics as admins see them.</summary>
internal static class ListedTopics
{
    private const int Removed = TopicWidth, Emptying = TopicWidth + 1, Retention = TopicWidth + 2, Members = TopicWidth + 3;

    public static async Task<IReadOnlyDictionary<Guid, ListedTopic>> ById(SqlDatabase database, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0) return new Dictionary<Guid, ListedTopic>();

        var people = new People();
        var topics = await database.Query(
            $"""
            SELECT {TopicColumns}, t.removed_at, t.emptying_at, t.retention_days,
              CASE WHEN t.access > 0 THEN (SELECT count(*) FROM topic_members k WHERE k.topic_id = t.id) END
            FROM topics t
            LEFT JOIN users c ON c.id = t.created_by
            WHERE t.id IN ({SqlValues.Rows(ids.Count, "topic")})
            """,
            row => new ListedTopic(
                Topic(row, people, last: null) with { MemberCount = row.IsDBNull(Members) ? null : (int)row.GetInt64(Members) },
                row.IsDBNull(Removed) ? null : Time(row, Removed),
                !row.IsDBNull(Emptying),
                row.IsDBNull(Retention) ? null : row.GetInt32(Retention)),
            cancellationToken, SqlValues.Of("topic", ids));
        return topics.ToDictionary(topic => topic.Topic.Id);
    }
}
