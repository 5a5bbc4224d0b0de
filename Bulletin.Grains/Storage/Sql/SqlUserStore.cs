using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;
using static Bulletin.Grains.Storage.Sql.AccountRows;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>Accounts.</summary>
internal sealed class SqlUserStore(SqlDatabase database, TimeProvider clock) : IUserStore
{
    public async Task<StoredAccount?> Find(string usernameKey, CancellationToken cancellationToken)
    {
        var found = await database.Query($"SELECT {Columns} FROM users WHERE username_key = @key", Account, cancellationToken, ("key", usernameKey));
        return found is [var account] ? account : null;
    }

    public Task<IReadOnlyList<string>> FindAlike(string name, CancellationToken cancellationToken) =>
        SqlLookAlikes.Find(database, name, cancellationToken);

    public Task<bool> Create(StoredAccount account, AuditEntry? audit, CancellationToken cancellationToken) =>
        Create(account, AuditRows.InsertAny(audit), cancellationToken);

    public Task<bool> CreateFor(
        StoredAccount account, byte[] tokenHash, DateTimeOffset expiresAt, IReadOnlyList<AuditEntry> audits, CancellationToken cancellationToken) =>
        Create(account, [SqlPasswordResets.Store(account.User.Id, tokenHash, expiresAt, audits[0].ActorId), .. audits.Select(AuditRows.Insert)], cancellationToken);

    private Task<bool> Create(StoredAccount account, IEnumerable<SqlStatement> others, CancellationToken cancellationToken)
    {
        var (user, key) = (account.User, Usernames.Key(account.User.Username));
        PersonKeys keys = new(user.Id, user.Username, user.DisplayName);
        return ChangeNamed(keys, new(
            $"""
            INSERT INTO users (id, username, username_key, display_name, display_name_key, password_hash, role, is_moderator, created_at, changed_at)
            SELECT @id, @username, @key, @name, @nameKey, @hash, @role, @moderator, @created, @created
            WHERE {FreedNames.IsNotResting}
            ON CONFLICT DO NOTHING
            RETURNING id
            """,
            ("id", user.Id),
            ("username", user.Username),
            ("key", key),
            ("name", user.DisplayName),
            ("nameKey", keys.NameKey),
            ("hash", account.PasswordHash),
            ("role", (int)account.Role),
            ("moderator", account.Role >= SiteRole.Moderator),
            ("freed", FreedNames.HashOf(key)),
            ("created", Milliseconds(user.CreatedAt))), others, cancellationToken);
    }

    public async Task<bool> ChangeDisplayName(Guid userId, string displayName, CancellationToken cancellationToken)
    {
        // A username changes only when its account is closed.
        var names = await database.Query("SELECT username FROM users WHERE id = @id", row => row.GetString(0), cancellationToken, ("id", userId));
        if (names is not [var username]) return false;
        PersonKeys keys = new(userId, username, displayName);
        return await ChangeNamed(keys, new(
            "UPDATE users SET display_name = @name, display_name_key = @nameKey, changed_at = @now WHERE id = @id RETURNING id",
            ("id", userId), ("name", displayName), ("nameKey", keys.NameKey), ("now", Now)), [], cancellationToken);
    }

    /// <summary>Updates a name and its search keys atomically.</summary>
    private Task<bool> ChangeNamed(PersonKeys keys, SqlStatement change, IEnumerable<SqlStatement> others, CancellationToken cancellationToken) =>
        database.ChangeTogether([change, .. PersonKeys.Statements([keys]), .. others], cancellationToken);

    public Task<bool> ChangePasswordHash(Guid userId, string passwordHash, CancellationToken cancellationToken) =>
        database.ChangeTogether([SqlPasswordResets.SetPassword(userId, passwordHash, Now)], cancellationToken);

    public Task<bool> ChangePassword(Guid userId, string passwordHash, CancellationToken cancellationToken) =>
        database.ChangeTogether([SqlPasswordResets.SetPassword(userId, passwordHash, Now), SqlPasswordResets.Delete(userId)], cancellationToken);

    public Task<AccountWrite> Administer(StoredAccount from, StoredAccount next, IReadOnlyList<AuditEntry> audits, CancellationToken cancellationToken) =>
        new SqlAccountWrites(database, clock.GetUtcNow()).Administer(from, next, audits, cancellationToken);

    /// <remarks>The name is reserved first: if the rest fails, the name is only withheld from others, and its owner still has
    /// it anyway.</remarks>
    public async Task<AccountWrite> Anonymise(
        Guid userId, string anonymousUsername, string displayName, DateTimeOffset nameRestsUntil, AuditEntry? audit, CancellationToken cancellationToken)
    {
        await FreedNames.Reserve(database, userId, Milliseconds(nameRestsUntil), Now, cancellationToken);
        return await new SqlAccountWrites(database, clock.GetUtcNow()).Anonymise(
            new(userId, anonymousUsername, displayName), audit, cancellationToken);
    }

    public async Task<IReadOnlyList<User>> ChangedSince(DateTimeOffset since, CancellationToken cancellationToken) =>
        await database.Query(
            $"""
            SELECT {PersonColumns}
            FROM users
            WHERE changed_at >= @since AND changed_at > created_at
            ORDER BY changed_at DESC
            LIMIT 1000
            """,
            Person, cancellationToken, ("since", Milliseconds(since)));

    /// <remarks>Others see nothing of this, so the account does not count as changed.</remarks>
    public Task Seen(Guid userId, DateTimeOffset at, CancellationToken cancellationToken) => database.ChangeOne(
        """
        UPDATE users SET last_seen_at = @at
        WHERE id = @id AND password_hash IS NOT NULL AND (last_seen_at IS NULL OR last_seen_at < @at)
        RETURNING id
        """,
        cancellationToken,
        ("id", userId), ("at", Milliseconds(at)));

    public Task<bool> BeginReset(Guid userId, byte[] tokenHash, DateTimeOffset expiresAt, AuditEntry audit, CancellationToken cancellationToken) =>
        Resets.Begin(userId, tokenHash, expiresAt, audit, cancellationToken);

    public Task<bool> DropReset(Guid userId, AuditEntry audit, CancellationToken cancellationToken) =>
        database.ChangeTogether([AuditRows.Returning(audit), SqlPasswordResets.Delete(userId)], cancellationToken);

    public Task<string?> FindReset(byte[] tokenHash, DateTimeOffset at, CancellationToken cancellationToken) =>
        Resets.Find(tokenHash, at, cancellationToken);

    public Task<bool> EndReset(Guid userId, byte[] tokenHash, DateTimeOffset at, string passwordHash, CancellationToken cancellationToken) =>
        Resets.End(userId, tokenHash, at, passwordHash, Now, cancellationToken);

    public async Task<IReadOnlyList<StoredAccount>> Staff(CancellationToken cancellationToken) =>
        await database.Query($"SELECT {Columns} FROM users WHERE role > 0 ORDER BY role DESC, username_key LIMIT 1000", Account, cancellationToken);

    private SqlPasswordResets Resets => new(database);

    private long Now => Milliseconds(clock.GetUtcNow());
}
