using System.Data.Common;
using Bulletin.Grains.Search;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql.Search;

internal sealed partial class SqlSearchStore
{
    public async Task<IReadOnlyList<TopicToIndex>> Read(IReadOnlyList<Guid> topicIds, int limit, CancellationToken cancellationToken)
    {
        if (topicIds.Count == 0) return [];
        var padded = Padded(topicIds, Guid.Empty);
        var rows = await database.Query(
            Changes(padded.Count), row => (Topic: Topic(row), Change: Change(row)), cancellationToken, [("limit", limit), .. SqlValues.Of("topic", padded)]);
        return [.. rows.GroupBy(row => row.Topic).Select(topic => ToIndex(topic.Key, topic.Select(row => row.Change), limit))];
    }

    /// <summary>
    /// The topics that are not indexed in full, and the changes in so many revisions: from the first one after the mark, or else up to the last one of the
    /// history. A change takes its message to a later revision, so between the mark and the first there may be none for long.
    /// </summary>
    /// <remarks>The limit keeps the first revision from being looked up anew for each message.</remarks>
    internal static string Changes(int topics) => $"""
        SELECT h.id, h.is_public, h.revision, h.rebuild, h.marked, h.floor, h.first,
          m.seq, m.revision, m.created_at, m.author_id, m.deleted_at, m.text, m.mentions, m.reactions, {SearchPlaces.FoundOf("m")}
        FROM (
          SELECT k.*, CASE
            WHEN k.revision > k.marked THEN (SELECT min(n.revision) FROM messages n WHERE n.topic_id = k.id AND n.revision > k.marked)
            ELSE (SELECT max(n.revision) FROM messages n WHERE n.topic_id = k.id AND n.revision <= k.floor) - @limit + 1
            END AS first
          FROM (
            SELECT t.id, t.access = 0 AS is_public, t.revision, {LastRebuild} AS rebuild, {Marked} AS marked, {Floor} AS floor
            FROM (VALUES {SqlValues.Rows(topics, "topic")}) v CROSS JOIN topics t
            LEFT JOIN search_marks f ON f.topic_id = t.id
            WHERE t.id = v.column1 AND t.removed_at IS NULL
          ) k
          WHERE k.revision > k.marked OR k.floor > 0
          LIMIT {topics}
        ) h
        LEFT JOIN messages m ON m.topic_id = h.id AND m.revision >= h.first AND m.revision < h.first + @limit
        """;

    private static TopicToIndex ToIndex(ReadTopic topic, IEnumerable<MessageToIndex?> read, int limit)
    {
        var changes = read.OfType<MessageToIndex>().OrderBy(change => change.Revision);
        if (topic.Revision > topic.Marked)
        {
            var last = topic.First + limit - 1;
            var more = topic.Revision > last;
            return new(topic.Id, topic.IsPublic, topic.Rebuild, [.. changes], topic.Marked, more ? last!.Value : topic.Revision, more, HasHistory: topic.Floor > 0);
        }
        var floor = Math.Max(topic.First - 1 ?? 0, 0);
        return new(topic.Id, topic.IsPublic, topic.Rebuild, [.. changes.Reverse()], floor, topic.Floor, More: false, HasHistory: floor > 0, IsHistory: true);
    }

    private static ReadTopic Topic(DbDataReader row) => new(
        row.GetGuid(0), row.GetBoolean(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.IsDBNull(6) ? null : row.GetInt64(6));

    private static MessageToIndex? Change(DbDataReader row) => row.IsDBNull(7) ? null : new(
        row.GetInt64(7),
        row.GetInt64(8),
        Time(row, 9),
        row.GetGuid(10),
        row.IsDBNull(11) && !row.IsDBNull(12) ? row.GetString(12) : null,
        JsonColumns.Ids(row, 13) ?? [],
        HasReactions: !row.IsDBNull(14),
        IsIndexed: !row.IsDBNull(15));

    /// <param name="First">The first revision of the changes; null if there are none.</param>
    private readonly record struct ReadTopic(Guid Id, bool IsPublic, long Revision, long Rebuild, long Marked, long Floor, long? First);
}
