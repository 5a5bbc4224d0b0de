using Bulletin.Grains.Audit;
using Bulletin.Grains.Names;
using Bulletin.Grains.Storage.Sql.Search;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>Stores topics in the same database as their messages.</summary>
internal sealed partial class SqlTopicStore(SqlDatabase database, SqlTopicNames names, SqlSearchTerms search) : ITopicStore
{
    /// <summary>
    /// More changes than any topic can have lost, but few enough that a revision stays exact in JSON after a million restores.
    /// </summary>
    private const long FarAhead = 1_000_000_000;

    /// <summary>The version of the members with whom a topic is created.</summary>
    private const long FirstVersion = 1;

    public Task<bool> Create(Topic topic, TopicMembers members, CancellationToken cancellationToken) => database.ChangeTogether(
        [Insert(topic), names.Write(topic.Id, topic.Name), .. members.ById.Count == 0 ? Array.Empty<SqlStatement>() : [Insert(topic, members)]],
        cancellationToken);

    private static SqlStatement Insert(Topic topic) => new(
        """
        INSERT INTO topics (id, name, name_key, description, created_at, created_by, last_activity_at, access, members_version, epoch, seq, revision)
        VALUES (@topic, @name, @key, @description, @created, @creator, @activity, @access, @version, 0, 0, 0)
        ON CONFLICT (id) DO NOTHING
        RETURNING id
        """,
        ("topic", topic.Id),
        ("name", topic.Name),
        ("key", NameKeys.Of(topic.Name)),
        ("description", topic.Description),
        ("created", Milliseconds(topic.CreatedAt)),
        ("creator", topic.CreatedBy.Id),
        ("activity", Milliseconds(topic.LastActivityAt)),
        ("access", (int)topic.Access),
        ("version", topic.Access == Access.Public ? 0 : FirstVersion));

    private static SqlStatement Insert(Topic topic, TopicMembers members) => new(
        $"""
        INSERT INTO topic_members (topic_id, user_id, role, since, added_by)
        SELECT @topic, m.column1, m.column2, m.column3, CASE WHEN m.column1 <> @creator THEN @creator END
        FROM (VALUES {SqlValues.Rows(members.ById.Count, "user", "role", "since")}) m
        """,
        [
            ("topic", topic.Id),
            ("creator", topic.CreatedBy.Id),
            .. SqlValues.Of(
                ("user", members.ById.Values.Select(member => (object)member.User.Id)),
                ("role", members.ById.Values.Select(member => (object)(int)member.Role)),
                ("since", members.ById.Values.Select(member => (object)Milliseconds(member.Since)))),
        ]);

    public Task<bool> Describe(Topic topic, RetentionChange? retention, AuditEntry? audit, CancellationToken cancellationToken) => database.ChangeTogether(
        [Describe(topic, retention), names.Write(topic.Id, topic.Name), .. audit is null ? Array.Empty<SqlStatement>() : [AuditRows.Insert(audit)]],
        cancellationToken);

    private static SqlStatement Describe(Topic topic, RetentionChange? retention) => new(
        $"""
        UPDATE topics
        SET name = @name, name_key = @key, description = @description, locked = @locked, resolved_at = CAST(@resolved AS bigint)
          {(retention is null ? "" : ", retention_days = CAST(@days AS integer)")}
        WHERE id = @topic AND removed_at IS NULL AND members_version = @members
          {(retention is null ? "" : "AND retention_days IS NOT DISTINCT FROM CAST(@was AS integer)")}
        RETURNING id
        """,
        [
            ("topic", topic.Id),
            ("members", topic.MembersVersion),
            ("name", topic.Name),
            ("key", NameKeys.Of(topic.Name)),
            ("description", topic.Description),
            ("locked", topic.Locked),
            ("resolved", Milliseconds(topic.ResolvedAt)),
            .. retention is null ? Array.Empty<(string, object?)>() : [("was", retention.Was), ("days", retention.Days)],
        ]);

    public Task<bool> Pin(Topic topic, IReadOnlyList<long>? was, CancellationToken cancellationToken) => database.ChangeOne(
        """
        UPDATE topics SET pins = CAST(@pins AS text)
        WHERE id = @topic AND removed_at IS NULL AND members_version = @members AND pins IS NOT DISTINCT FROM CAST(@was AS text)
        RETURNING id
        """,
        cancellationToken,
        ("topic", topic.Id), ("members", topic.MembersVersion), ("pins", JsonColumns.Of(topic.Pins)), ("was", JsonColumns.Of(was)));

    public Task<bool> Remove(Topic topic, DateTimeOffset at, AuditEntry? audit, CancellationToken cancellationToken) => Change(
        new(
            "UPDATE topics SET removed_at = @at, epoch = epoch + 1 WHERE id = @topic AND removed_at IS NULL AND members_version = @members RETURNING id",
            ("topic", topic.Id),
            ("members", topic.MembersVersion),
            ("at", Milliseconds(at))),
        audit, cancellationToken);

    public Task<bool> Restore(Guid topicId, AuditEntry audit, CancellationToken cancellationToken) => Change(
        new(
            """
            UPDATE topics SET removed_at = NULL, epoch = epoch + 1
            WHERE id = @topic AND removed_at IS NOT NULL AND emptying_at IS NULL
            RETURNING id
            """,
            ("topic", topicId)),
        audit, cancellationToken);

    public async Task<RemovedState?> Removal(Guid topicId, CancellationToken cancellationToken)
    {
        var states = await database.Query(
            "SELECT removed_at, emptying_at, name FROM topics WHERE id = @topic",
            row => new RemovedState(IsRemoved: !row.IsDBNull(0), IsEmptying: !row.IsDBNull(1), row.GetString(2)), cancellationToken, ("topic", topicId));
        return states is [var state] ? state : null;
    }

    private Task<bool> Change(SqlStatement change, AuditEntry? audit, CancellationToken cancellationToken) => audit is null
        ? database.ChangeOne(change.Sql, cancellationToken, change.Parameters)
        : database.ChangeTogether([change, AuditRows.Insert(audit)], cancellationToken);

    private const string NextTopics = "SELECT id FROM topics WHERE id > @last ORDER BY id LIMIT @some";

    public async Task<long> LeaveRevisionsBehind(CancellationToken cancellationToken)
    {
        await LeaveEpochsBehind(cancellationToken);
        long moved = 0;
        var last = Guid.Empty;
        while (true)
        {
            // In batches: no statement may take longer than a few seconds.
            (string, object?)[] parameters = [("far", FarAhead), ("last", last), ("some", 2_000)];
            var ids = await database.ChangeTogether(
                [
                    new(
                        $"""
                        UPDATE topics
                        SET revision = revision + @far, members_version = CASE WHEN access = 0 THEN members_version ELSE members_version + @far END
                        WHERE id IN ({NextTopics})
                        RETURNING id
                        """,
                        parameters),
                ],
                row => row.GetGuid(0),
                // Topics that were followed and indexed to their end still are. The others go on from their marks: messages keep their revisions.
                [
                    new(
                        $"""
                        UPDATE follow_marks
                        SET revision = revision + CASE WHEN revision = {Before("revision")} THEN @far ELSE 0 END,
                          members_version = members_version + CASE WHEN {Of("access")} > 0 AND members_version = {Before("members_version")} THEN @far ELSE 0 END
                        WHERE topic_id IN ({NextTopics})
                        """,
                        parameters),
                    new(
                        $"UPDATE search_marks SET revision = revision + @far WHERE topic_id IN ({NextTopics}) AND revision = {Before("revision")}",
                        parameters),
                ],
                cancellationToken);
            if (ids.Count == 0) return moved;
            moved += ids.Count;
            last = ids.Max();
        }

        static string Of(string column) => $"(SELECT t.{column} FROM topics t WHERE t.id = topic_id)";

        static string Before(string column) => $"{Of(column)} - @far";
    }
}
