using System.Data.Common;
using Bulletin.Grains.Topics.Members;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>Invitations into private topics. Their uses are counted by <see cref="SqlMemberStore.Accept"/>.</summary>
internal sealed class SqlInvitationStore(SqlDatabase database, TimeProvider clock) : IInvitationStore
{
    private static readonly string Selected = $"""
        SELECT i.id, i.topic_id, i.created_by, i.created_at, i.expires_at, i.max_uses, i.uses, {UserColumnsOf("u")}
        FROM topic_invitations i
        JOIN topics t ON t.id = i.topic_id AND t.removed_at IS NULL
        JOIN users u ON u.id = i.created_by AND {AccountRows.IsActive("u")}
        JOIN topic_members m ON m.topic_id = i.topic_id AND m.user_id = i.created_by AND m.role = {(int)Role.Owner}
        WHERE i.revoked_at IS NULL
        """;

    /// <remarks>Repeated with the same id after a lost answer, it changes nothing. Deletes those that can't be used any more.</remarks>
    public async Task<bool> Create(Invitation invitation, byte[] tokenHash, CancellationToken cancellationToken)
    {
        await database.ChangeOne(
            """
            DELETE FROM topic_invitations
            WHERE topic_id = @topic AND (revoked_at IS NOT NULL OR expires_at <= @at OR uses >= max_uses)
            RETURNING id
            """,
            cancellationToken, ("topic", invitation.TopicId), ("at", Milliseconds(invitation.CreatedAt)));
        return await Insert(invitation, tokenHash, cancellationToken);
    }

    private Task<bool> Insert(Invitation invitation, byte[] tokenHash, CancellationToken cancellationToken) => database.ChangeOne(
        """
        INSERT INTO topic_invitations (id, topic_id, token_hash, created_by, created_at, expires_at, max_uses, uses)
        SELECT @id, @topic, @hash, @creator, @created, CAST(@expires AS bigint), CAST(@max AS integer), @uses
        FROM topic_members
        WHERE topic_id = @topic AND user_id = @creator AND role = @owner
        ON CONFLICT (id) DO UPDATE SET id = excluded.id
        RETURNING id
        """,
        cancellationToken,
        ("id", invitation.Id),
        ("topic", invitation.TopicId),
        ("hash", Convert.ToHexStringLower(tokenHash)),
        ("creator", invitation.CreatedBy.Id),
        ("created", Milliseconds(invitation.CreatedAt)),
        ("expires", Milliseconds(invitation.ExpiresAt)),
        ("max", invitation.MaxUses),
        ("uses", invitation.Uses),
        ("owner", (int)Role.Owner));

    public async Task<Invitation?> Find(byte[] tokenHash, CancellationToken cancellationToken)
    {
        var found = await Read(
            "AND i.token_hash = @hash", cancellationToken, ("hash", Convert.ToHexStringLower(tokenHash)), ("at", Milliseconds(clock.GetUtcNow())));
        return found is [var invitation] ? invitation : null;
    }

    public async Task<IReadOnlyList<Invitation>> List(Guid topicId, DateTimeOffset at, CancellationToken cancellationToken) => await Read(
        """
        AND i.topic_id = @topic AND (i.expires_at IS NULL OR i.expires_at > @at) AND (i.max_uses IS NULL OR i.uses < i.max_uses)
        ORDER BY i.created_at DESC, i.id DESC
        LIMIT @most
        """, cancellationToken, ("topic", topicId), ("at", Milliseconds(at)), ("most", IInvitationStore.MostOfTopic));

    public Task<bool> Revoke(Guid topicId, Guid invitationId, DateTimeOffset at, CancellationToken cancellationToken) => database.ChangeOne(
        "UPDATE topic_invitations SET revoked_at = @at WHERE id = @id AND topic_id = @topic AND revoked_at IS NULL RETURNING id",
        cancellationToken,
        ("id", invitationId), ("topic", topicId), ("at", Milliseconds(at)));

    private Task<List<Invitation>> Read(string which, CancellationToken cancellationToken, params (string, object?)[] parameters)
    {
        var people = new People();
        return database.Query($"{Selected} {which}", row => Row(row, people), cancellationToken, parameters);
    }

    private static Invitation Row(DbDataReader row, People people) => new(
        row.GetGuid(0),
        row.GetGuid(1),
        people.Of(row, 2, 7),
        Time(row, 3),
        row.IsDBNull(4) ? null : Time(row, 4),
        row.IsDBNull(5) ? null : row.GetInt32(5),
        row.GetInt32(6));
}
