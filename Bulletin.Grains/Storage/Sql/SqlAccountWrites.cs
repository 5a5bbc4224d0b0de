using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>The writes to an account that could take away the last admin.</summary>
internal sealed class SqlAccountWrites(SqlDatabase database, DateTimeOffset now)
{
    public async Task<AccountWrite> Administer(StoredAccount from, StoredAccount next, IReadOnlyList<AuditEntry> audits, CancellationToken cancellationToken)
    {
        PersonKeys keys = new(next.User.Id, next.User.Username, next.User.DisplayName);
        var isSuspended = next.IsSuspended(now);
        var staysAdmin = next.Role == SiteRole.Admin && !isSuspended;
        SqlStatement update = new(
            $"""
            UPDATE users
            SET display_name = @name, display_name_key = @nameKey, role = @role, is_moderator = @moderator, suspended_at = CAST(@suspended AS bigint),
              suspended_until = CAST(@until AS bigint), suspended_reason = @reason, changed_at = @now
            WHERE id = @id AND password_hash IS NOT NULL AND display_name = @wasName AND role = @wasRole
              AND suspended_at IS NOT DISTINCT FROM CAST(@wasSuspended AS bigint) AND suspended_until IS NOT DISTINCT FROM CAST(@wasUntil AS bigint)
              AND COALESCE(suspended_reason, '') = @wasReason {(staysAdmin ? "" : $"AND {LastAdmin.IsNot}")}
            RETURNING id
            """,
            ("id", next.User.Id),
            ("name", next.User.DisplayName),
            ("nameKey", keys.NameKey),
            ("role", (int)next.Role),
            ("moderator", next.Role >= SiteRole.Moderator),
            ("suspended", Milliseconds(next.Suspension?.Since)),
            ("until", Milliseconds(next.Suspension?.Until)),
            ("reason", next.Suspension?.Reason),
            ("wasName", from.User.DisplayName),
            ("wasRole", (int)from.Role),
            ("wasSuspended", Milliseconds(from.Suspension?.Since)),
            ("wasUntil", Milliseconds(from.Suspension?.Until)),
            ("wasReason", from.Suspension?.Reason ?? ""),
            ("now", Milliseconds(now)));
        List<SqlStatement> others = [.. PersonKeys.Statements([keys]), .. audits.Select(AuditRows.Insert)];
        if (isSuspended) others.Add(SqlPasswordResets.Delete(next.User.Id));
        if (!staysAdmin) others.Add(SqlPasswordResets.DeleteMadeBy(next.User.Id));
        if (await Write(staysAdmin ? [update] : [LastAdmin.Lock, update], others, cancellationToken)) return AccountWrite.Done;
        // The password does not matter to it.
        return await Find(from.User.Id, cancellationToken) is not { } found ? AccountWrite.NotFound
            : !staysAdmin && found with { PasswordHash = from.PasswordHash } == from ? AccountWrite.LastAdmin : AccountWrite.Conflict;
    }

    public async Task<AccountWrite> Anonymise(PersonKeys anonymous, AuditEntry? audit, CancellationToken cancellationToken)
    {
        SqlStatement update = new(
            $"""
            UPDATE users
            SET username = @username, username_key = @key, display_name = @name, display_name_key = @nameKey, password_hash = NULL, role = 0, is_moderator = @moderator,
              suspended_at = NULL, suspended_until = NULL, suspended_reason = NULL, last_seen_at = NULL, changed_at = @now
            WHERE id = @id AND {LastAdmin.IsNot}
            RETURNING id
            """,
            ("id", anonymous.Id),
            ("moderator", false),
            ("username", anonymous.Username),
            ("key", Usernames.Key(anonymous.Username)),
            ("name", anonymous.DisplayName),
            ("nameKey", anonymous.NameKey),
            ("now", Milliseconds(now)));
        SqlStatement[] others =
        [
            .. PersonKeys.Statements([anonymous]),
            SqlPasswordResets.Delete(anonymous.Id),
            SqlPasswordResets.DeleteMadeBy(anonymous.Id),
            new(
                "UPDATE topic_invitations SET revoked_at = @now WHERE created_by = @id AND revoked_at IS NULL",
                ("id", anonymous.Id), ("now", Milliseconds(now))),
            .. SqlPersonalStore.Delete(anonymous.Id),
            .. AuditRows.InsertAny(audit),
        ];
        if (await Write([LastAdmin.Lock, update], others, cancellationToken)) return AccountWrite.Done;
        return await Find(anonymous.Id, cancellationToken) is null ? AccountWrite.NotFound : AccountWrite.LastAdmin;
    }

    private async Task<bool> Write(SqlStatement[] conditions, IReadOnlyList<SqlStatement> others, CancellationToken cancellationToken) =>
        (await database.ChangeTogether(conditions, _ => true, others, cancellationToken)).Count > 0;

    private async Task<StoredAccount?> Find(Guid userId, CancellationToken cancellationToken) =>
        await database.Query($"SELECT {AccountRows.Columns} FROM users WHERE id = @id AND password_hash IS NOT NULL", AccountRows.Account, cancellationToken, ("id", userId))
            is [var found] ? found : null;
}
