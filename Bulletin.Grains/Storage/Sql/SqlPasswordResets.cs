using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>Links by which a new password can be set: one an account. Those of closed accounts can't be used.</summary>
internal sealed class SqlPasswordResets(SqlDatabase database)
{
    /// <summary>For the <c>WHERE</c> of a link <c>r</c>: it can be used. Takes <c>@hash</c> and <c>@at</c>. Gateways know of a change of roles a little
    /// later, so that somebody can still make a link in the moment in which they lose theirs.</summary>
    private static readonly string IsUsable = $"""
        r.token_hash = @hash AND r.expires_at > @at AND NOT EXISTS (
          SELECT 1 FROM users maker
          WHERE maker.id = r.created_by AND NOT (maker.role = {(int)SiteRole.Admin} AND {AccountRows.IsActive("maker")}))
        """;

    public Task<bool> Begin(Guid userId, byte[] tokenHash, DateTimeOffset expiresAt, AuditEntry audit, CancellationToken cancellationToken) =>
        database.ChangeTogether([Store(userId, tokenHash, expiresAt, audit.ActorId), AuditRows.Insert(audit)], cancellationToken);

    /// <summary>Stores a link in the place of any earlier one. Returns a row if there is such an account.</summary>
    public static SqlStatement Store(Guid userId, byte[] tokenHash, DateTimeOffset expiresAt, Guid? madeBy)
    {
        NullableId maker = new("maker", madeBy);
        return new(
            $"""
            INSERT INTO password_resets (user_id, created_by, token_hash, expires_at)
            SELECT id, {maker}, @hash, @expires FROM users WHERE id = @id AND password_hash IS NOT NULL
            ON CONFLICT (user_id) DO UPDATE SET created_by = excluded.created_by, token_hash = excluded.token_hash, expires_at = excluded.expires_at
            RETURNING user_id
            """,
            [("id", userId), .. maker.Parameters, ("hash", Text(tokenHash)), ("expires", Milliseconds(expiresAt))]);
    }

    public async Task<string?> Find(byte[] tokenHash, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var found = await database.Query(
            $"""
            SELECT u.username_key
            FROM password_resets r
            JOIN users u ON u.id = r.user_id
            WHERE {IsUsable} AND u.password_hash IS NOT NULL
            """,
            row => row.GetString(0), cancellationToken, ("hash", Text(tokenHash)), ("at", Milliseconds(at)));
        return found is [var key] ? key : null;
    }

    public async Task<bool> End(Guid userId, byte[] tokenHash, DateTimeOffset at, string passwordHash, long now, CancellationToken cancellationToken)
    {
        SqlStatement spend = new(
            $"DELETE FROM password_resets AS r WHERE r.user_id = @id AND {IsUsable} RETURNING user_id",
            ("id", userId), ("hash", Text(tokenHash)), ("at", Milliseconds(at)));
        return (await database.ChangeTogether([spend, SetPassword(userId, passwordHash, now)], _ => true, [], cancellationToken)).Count > 0;
    }

    /// <summary>Returns a row if there is such an account.</summary>
    public static SqlStatement SetPassword(Guid userId, string passwordHash, long now) => new(
        "UPDATE users SET password_hash = @hash, changed_at = @now WHERE id = @id AND password_hash IS NOT NULL RETURNING id",
        ("id", userId), ("hash", passwordHash), ("now", now));

    /// <summary>The account's link.</summary>
    public static SqlStatement Delete(Guid userId) => new("DELETE FROM password_resets WHERE user_id = @id", ("id", userId));

    /// <summary>The links to other accounts that somebody has made.</summary>
    public static SqlStatement DeleteMadeBy(Guid userId) => new("DELETE FROM password_resets WHERE created_by = @id", ("id", userId));

    private static string Text(byte[] tokenHash) => Convert.ToHexStringLower(tokenHash);
}
