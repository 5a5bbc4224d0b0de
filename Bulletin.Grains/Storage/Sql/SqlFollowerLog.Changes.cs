using System.Data.Common;
using Bulletin.Grains.Personal;
using Bulletin.Grains.Topics.Members;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

internal sealed partial class SqlFollowerLog
{
    public async Task<IReadOnlyList<FollowedTopic>> Read(IReadOnlyList<FollowMark> from, int limit, CancellationToken cancellationToken)
    {
        if (from.Count == 0) return [];
        FollowMark[] padded = [.. from, .. Enumerable.Repeat(FollowMark.AtStart(Guid.Empty), Prepared(from.Count) - from.Count)];
        ReadTopic? last = null;
        var rows = await database.Query(
            Changes(padded.Length),
            row => (Topic: last = last?.TopicId == row.GetGuid(0) ? last : Topic(row), Change: Change(row)),
            cancellationToken, [("limit", limit), .. Marks(padded)]);
        var people = await PeopleOf([.. rows.Where(row => row.Topic.Access == Access.Direct).Select(row => row.Topic.TopicId).Distinct()], cancellationToken);
        return [.. rows.GroupBy(row => row.Topic.TopicId).Select(topic => Followed(topic.First().Topic, topic.Select(row => row.Change), limit, people))];
    }

    /// <summary>
    /// The topics with their marks and the changes in so many revisions from the first one after them. A change takes its message to a later revision,
    /// so there may be fewer, and between the mark and the first there may be none for long. One statement, hence one snapshot: what a topic's head says
    /// is there is among them, or beyond the last.
    /// </summary>
    /// <remarks>The limit keeps the first revision from being looked up anew for each message.</remarks>
    internal static string Changes(int topics) => $"""
        SELECT h.id, h.access, h.seq, h.revision, h.members_version, h.marked_seq, h.marked_revision, h.marked_members, h.first,
          m.seq, m.revision, m.author_id, m.reply_to, m.created_at, m.deleted_at, m.mentions, m.mentions_all, m.reactions,
          (SELECT u.following FROM user_topics u WHERE u.user_id = m.author_id AND u.topic_id = m.topic_id) AS author_follows
        FROM (
          SELECT k.*, (SELECT min(n.revision) FROM messages n WHERE n.topic_id = k.id AND n.revision > k.marked_revision) AS first
          FROM (
            SELECT t.id, t.access, t.seq, t.revision, t.members_version, {Marked(2, "seq")} AS marked_seq, {Marked(3, "revision")} AS marked_revision,
              {Marked(4, "members_version")} AS marked_members
            FROM (VALUES {SqlValues.Rows(topics, "topic", "seq", "revision", "members")}) v CROSS JOIN topics t
            LEFT JOIN follow_marks f ON f.topic_id = t.id
            WHERE t.id = v.column1 AND t.removed_at IS NULL
          ) k
          LIMIT {topics}
        ) h
        LEFT JOIN messages m ON m.topic_id = h.id AND m.revision >= h.first AND m.revision < h.first + @limit
        """;

    private static string Marked(int value, string column) =>
        $"CASE WHEN f.{column} > v.column{value} THEN f.{column} ELSE v.column{value} END";

    private static FollowedTopic Followed(ReadTopic topic, IEnumerable<FollowedChange?> changes, int limit, ILookup<Guid, Guid> people)
    {
        var last = topic.First + limit - 1;
        var more = topic.Head.Revision > last;
        // Only the end of a topic says that all its posts were followed: one that was edited is read at a later revision than those after it.
        var next = more ? topic.Head with { Seq = topic.Mark.Seq, Revision = last!.Value } : topic.Head;
        return new(
            topic.TopicId, topic.Access, [.. people[topic.TopicId]], topic.Mark, topic.Head,
            [.. changes.OfType<FollowedChange>().OrderBy(change => change.Revision)], more, next);
    }

    private async Task<ILookup<Guid, Guid>> PeopleOf(IReadOnlyList<Guid> topicIds, CancellationToken cancellationToken)
    {
        if (topicIds.Count == 0) return Array.Empty<Guid>().ToLookup(id => id);
        var people = await database.Query(
            $"SELECT topic_id, user_id FROM topic_members WHERE topic_id IN ({SqlValues.Rows(topicIds.Count, "topic")})",
            Pair, cancellationToken, SqlValues.Of("topic", topicIds));
        return people.ToLookup(person => person.TopicId, person => person.UserId);
    }

    private static ReadTopic Topic(DbDataReader row) => new(Head(row, 2), Head(row, 5), (Access)row.GetInt16(1), row.IsDBNull(8) ? null : row.GetInt64(8));

    private static FollowMark Head(DbDataReader row, int from) => new(row.GetGuid(0), row.GetInt64(from), row.GetInt64(from + 1), row.GetInt64(from + 2));

    private static FollowedChange? Change(DbDataReader row) => row.IsDBNull(9) ? null : new(
        row.GetInt64(9),
        row.GetInt64(10),
        row.GetGuid(11),
        row.IsDBNull(12) ? null : row.GetInt64(12),
        Time(row, 13),
        !row.IsDBNull(14),
        JsonColumns.Ids(row, 15),
        row.GetBoolean(16),
        JsonColumns.Reactions(row, 17),
        !row.IsDBNull(18) && row.GetBoolean(18));

    /// <param name="First">The first revision after the mark that a message has; null if there is none.</param>
    private sealed record ReadTopic(FollowMark Head, FollowMark Mark, Access Access, long? First)
    {
        public Guid TopicId => Head.TopicId;
    }
}
