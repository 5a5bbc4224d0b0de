using System.Data.Common;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>Reads the members of topics, for every store that returns them.</summary>
internal static class MemberRows
{
    /// <summary>Of <c>topic_members m</c> and the person's row <c>u</c>.</summary>
    private static readonly string Columns = $"m.user_id, {UserColumnsOf("u")}, m.role, m.since";

    // One statement, hence one snapshot: the members and their version belong together.
    private static readonly string OfTopic = $"""
        SELECT t.access, t.members_version, {Columns}
        FROM topics t
        LEFT JOIN topic_members m ON m.topic_id = t.id
        LEFT JOIN users u ON u.id = m.user_id
        WHERE t.id = @topic AND t.removed_at IS NULL
        """;

    /// <returns>Null if the topic does not exist or was removed.</returns>
    public static async Task<TopicMembers?> Load(SqlDatabase database, Guid topicId, CancellationToken cancellationToken)
    {
        var people = new People();
        var rows = await database.Query(
            OfTopic,
            row => (Access: (Access)row.GetInt16(0), Version: row.GetInt64(1), Member: row.IsDBNull(2) ? null : Read(row, 2, people)),
            cancellationToken, ("topic", topicId));
        return rows is [var first, ..] ? TopicMembers.Of(first.Access, first.Version, rows.Select(row => row.Member).OfType<Member>()) : null;
    }

    /// <summary>The topics, direct conversations with their people: one query for all of them.</summary>
    public static async Task<IReadOnlyList<Topic>> WithPeople(SqlDatabase database, IReadOnlyList<Topic> topics, CancellationToken cancellationToken)
    {
        Guid[] direct = [.. topics.Where(topic => topic.Access == Access.Direct).Select(topic => topic.Id)];
        if (direct.Length == 0) return topics;

        var people = new People();
        var rows = await database.Query(
            $"""
            SELECT m.topic_id, {Columns}
            FROM topic_members m
            LEFT JOIN users u ON u.id = m.user_id
            WHERE m.topic_id IN ({SqlValues.Rows(direct.Length, "topic")})
            """,
            row => (TopicId: row.GetGuid(0), Member: Read(row, 1, people)), cancellationToken, SqlValues.Of("topic", direct));
        var members = rows.ToLookup(row => row.TopicId, row => row.Member);
        return [.. topics.Select(topic => topic.Access == Access.Direct ? topic.With(TopicMembers.Of(topic.Access, topic.MembersVersion, members[topic.Id])) : topic)];
    }

    private static Member Read(DbDataReader row, int from, People people) =>
        new(people.Of(row, from, from + 1), (Role)row.GetInt16(from + 1 + UserColumns), Time(row, from + 2 + UserColumns));
}
