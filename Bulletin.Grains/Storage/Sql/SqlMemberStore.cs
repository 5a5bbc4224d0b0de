using Bulletin.Grains.Audit;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>Who may see a topic, in the same database as its messages: a change of it and the claim of the topic are one transaction.</summary>
internal sealed class SqlMemberStore(SqlDatabase database) : IMemberStore
{
    public Task<TopicMembers?> Load(Guid topicId, CancellationToken cancellationToken) => MemberRows.Load(database, topicId, cancellationToken);

    public async Task<long?> Version(Guid topicId, CancellationToken cancellationToken)
    {
        var versions = await database.Query(
            "SELECT members_version FROM topics WHERE id = @topic AND removed_at IS NULL", row => row.GetInt64(0), cancellationToken, ("topic", topicId));
        return versions is [var version] ? version : null;
    }

    public Task<TopicClaim?> Put(Guid topicId, long version, Member member, Guid? addedBy, AuditEntry? audit, CancellationToken cancellationToken) => Change(
        [NextVersion(topicId, version)],
        [
            BeginAnew(topicId, member),
            Store(topicId, member, addedBy),
            Of("DELETE FROM topic_expelled WHERE topic_id = @topic AND user_id = @user", topicId, member.User.Id),
            .. AuditRows.InsertAny(audit),
        ],
        cancellationToken);

    public Task<TopicClaim?> Remove(
        Guid topicId, long version, Guid userId, bool isExpelled, DateTimeOffset at, AuditEntry? audit, CancellationToken cancellationToken)
    {
        List<SqlStatement> changes =
        [
            Of("DELETE FROM topic_members WHERE topic_id = @topic AND user_id = @user", topicId, userId),
            Of("DELETE FROM notifications WHERE topic_id = @topic AND user_id = @user", topicId, userId),
            new(
                "UPDATE topic_invitations SET revoked_at = @at WHERE topic_id = @topic AND created_by = @user AND revoked_at IS NULL",
                ("topic", topicId), ("user", userId), ("at", Milliseconds(at))),
            .. AuditRows.InsertAny(audit),
        ];
        if (isExpelled) changes.Add(Of("INSERT INTO topic_expelled (topic_id, user_id) VALUES (@topic, @user) ON CONFLICT DO NOTHING", topicId, userId));
        return Change([NextVersion(topicId, version)], changes, cancellationToken);
    }

    public Task<TopicClaim?> Accept(
        Guid topicId, long version, Guid invitationId, Member member, DateTimeOffset at, CancellationToken cancellationToken) =>
        // The topic first, as in Remove: two that lock both in different orders would wait for each other.
        Change([NextVersion(topicId, version), Spend(topicId, invitationId, member.User.Id, at)], [BeginAnew(topicId, member), Store(topicId, member, addedBy: null)], cancellationToken);

    public Task Hide(Guid topicId, Guid userId, long seq, CancellationToken cancellationToken) => database.ChangeOne(
        "UPDATE topic_members SET hidden_seq = @seq WHERE topic_id = @topic AND user_id = @user RETURNING user_id",
        cancellationToken,
        ("topic", topicId), ("user", userId), ("seq", seq));

    public Task Show(Guid topicId, Guid userId, CancellationToken cancellationToken) => database.ChangeOne(
        "UPDATE topic_members SET hidden_seq = NULL WHERE topic_id = @topic AND user_id = @user RETURNING user_id",
        cancellationToken,
        ("topic", topicId), ("user", userId));

    private async Task<TopicClaim?> Change(SqlStatement[] conditions, IReadOnlyList<SqlStatement> changes, CancellationToken cancellationToken)
    {
        var claims = await database.ChangeTogether(conditions, Claimed, changes, cancellationToken);
        return claims is [var claim] ? claim : null;
    }

    private static SqlStatement NextVersion(Guid topicId, long version) => new(
        $"""
        UPDATE topics SET epoch = epoch + 1, members_version = members_version + 1
        WHERE id = @topic AND removed_at IS NULL AND members_version = @version
        RETURNING {ClaimColumns}
        """,
        ("topic", topicId), ("version", version));

    private static SqlStatement Of(string sql, Guid topicId, Guid userId) => new(sql, ("topic", topicId), ("user", userId));

    private static SqlStatement Spend(Guid topicId, Guid invitationId, Guid userId, DateTimeOffset at) => new(
        $"""
        UPDATE topic_invitations SET uses = uses + 1
        WHERE id = @invitation AND topic_id = @topic AND revoked_at IS NULL
          AND (expires_at IS NULL OR expires_at > @at) AND (max_uses IS NULL OR uses < max_uses)
          AND NOT EXISTS (SELECT 1 FROM topic_expelled WHERE topic_id = @topic AND user_id = @user)
          AND EXISTS (SELECT 1 FROM topic_members m WHERE m.topic_id = @topic AND m.user_id = created_by AND m.role = @owner)
          AND EXISTS (SELECT 1 FROM users u WHERE u.id = created_by AND {AccountRows.IsActive("u")})
        RETURNING id
        """,
        ("invitation", invitationId), ("topic", topicId), ("user", userId), ("at", Milliseconds(at)), ("owner", (int)Role.Owner));

    /// <summary>What somebody had of the topic when they were a member before. Who has nothing of it is new to the follower of the log.</summary>
    private static SqlStatement BeginAnew(Guid topicId, Member member) => Of(
        """
        DELETE FROM user_topics
        WHERE topic_id = @topic AND user_id = @user AND NOT EXISTS (SELECT 1 FROM topic_members WHERE topic_id = @topic AND user_id = @user)
        """,
        topicId, member.User.Id);

    private static SqlStatement Store(Guid topicId, Member member, Guid? addedBy)
    {
        NullableId by = new("addedBy", addedBy);
        return new(
            $"""
            INSERT INTO topic_members (topic_id, user_id, role, since, added_by) VALUES (@topic, @user, @role, @since, {by})
            ON CONFLICT (topic_id, user_id) DO UPDATE SET role = excluded.role
            """,
            [("topic", topicId), ("user", member.User.Id), ("role", (int)member.Role), ("since", Milliseconds(member.Since)), .. by.Parameters]);
    }
}
