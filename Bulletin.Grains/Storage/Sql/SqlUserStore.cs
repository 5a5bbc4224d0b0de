using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Bulletin.Grains.Accounts;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>Accounts.</summary>
internal sealed class SqlUserStore(SqlDatabase database, TimeProvider clock) : IUserStore
{
    public async Task<StoredAccount?> Find(string usernameKey, CancellationToken cancellationToken)
    {
        var found = await database.Query(
            "SELECT id, username, display_name, created_at, password_hash, is_moderator FROM users WHERE username_key = @key",
            row => new StoredAccount(Person(row), row.IsDBNull(4) ? null : row.GetString(4), row.GetBoolean(5)),
            cancellationToken,
            ("key", usernameKey));
        return found is [var account] ? account : null;
    }

    public Task<IReadOnlyList<string>> FindAlike(string name, CancellationToken cancellationToken) =>
        SqlLookAlikes.Find(database, name, cancellationToken);

    public Task<bool> Create(StoredAccount account, CancellationToken cancellationToken)
    {
        var (user, key) = (account.User, Usernames.Key(account.User.Username));
        PersonKeys keys = new(user.Id, user.Username, user.DisplayName);
        return ChangeNamed(keys, new(
            """
            INSERT INTO users (id, username, username_key, display_name, display_name_key, password_hash, is_moderator, created_at, changed_at)
            SELECT @id, @username, @key, @name, @nameKey, @hash, @moderator, @created, @created
            WHERE NOT EXISTS (SELECT 1 FROM freed_names WHERE name_hash = @freed AND rests_until > @created)
            ON CONFLICT DO NOTHING
            RETURNING id
            """,
            ("id", user.Id),
            ("username", user.Username),
            ("key", key),
            ("name", user.DisplayName),
            ("nameKey", keys.NameKey),
            ("hash", account.PasswordHash),
            ("moderator", account.IsModerator),
            ("freed", HashOf(key)),
            ("created", Milliseconds(user.CreatedAt))), cancellationToken);
    }

    public async Task<bool> ChangeDisplayName(Guid userId, string displayName, CancellationToken cancellationToken)
    {
        // A username changes only when its account is closed.
        var names = await database.Query("SELECT username FROM users WHERE id = @id", row => row.GetString(0), cancellationToken, ("id", userId));
        if (names is not [var username]) return false;
        PersonKeys keys = new(userId, username, displayName);
        return await ChangeNamed(keys, new(
            "UPDATE users SET display_name = @name, display_name_key = @nameKey, changed_at = @now WHERE id = @id RETURNING id",
            ("id", userId), ("name", displayName), ("nameKey", keys.NameKey), ("now", Now)), cancellationToken);
    }

    public Task<bool> ChangePasswordHash(Guid userId, string passwordHash, CancellationToken cancellationToken) => database.ChangeOne(
        "UPDATE users SET password_hash = @hash, changed_at = @now WHERE id = @id RETURNING id",
        cancellationToken,
        ("id", userId), ("hash", passwordHash), ("now", Now));

    /// <remarks>The name is reserved first: if the rest fails, the name is only withheld from others, and its owner still has
    /// it anyway.</remarks>
    public async Task<bool> Anonymise(Guid userId, string anonymousUsername, string displayName, DateTimeOffset nameRestsUntil, CancellationToken cancellationToken)
    {
        await database.ChangeOne("DELETE FROM freed_names WHERE rests_until <= @now RETURNING rests_until", cancellationToken, ("now", Now));
        var names = await database.Query("SELECT username_key FROM users WHERE id = @id", row => row.GetString(0), cancellationToken, ("id", userId));
        foreach (var name in names)
        {
            await database.ChangeOne(
                """
                INSERT INTO freed_names (name_hash, rests_until) VALUES (@hash, @until)
                ON CONFLICT (name_hash) DO UPDATE SET rests_until = excluded.rests_until
                RETURNING rests_until
                """,
                cancellationToken, ("hash", HashOf(name)), ("until", Milliseconds(nameRestsUntil)));
        }
        return await TakeOut(userId, anonymousUsername, displayName, cancellationToken);
    }

    private Task<bool> TakeOut(Guid userId, string anonymousUsername, string displayName, CancellationToken cancellationToken)
    {
        PersonKeys keys = new(userId, anonymousUsername, displayName);
        return ChangeNamed(keys, new(
            """
            UPDATE users
            SET username = @username, username_key = @key, display_name = @name, display_name_key = @nameKey,
              password_hash = NULL, is_moderator = @moderator, changed_at = @now
            WHERE id = @id
            RETURNING id
            """,
            ("id", userId),
            ("username", anonymousUsername),
            ("key", Usernames.Key(anonymousUsername)),
            ("name", displayName),
            ("nameKey", keys.NameKey),
            ("moderator", false),
            ("now", Now)), cancellationToken);
    }

    /// <summary>Updates a name and its search keys atomically.</summary>
    private Task<bool> ChangeNamed(PersonKeys keys, SqlStatement change, CancellationToken cancellationToken) =>
        database.ChangeTogether([change, .. PersonKeys.Statements([keys])], cancellationToken);

    public async Task<IReadOnlyList<User>> ChangedSince(DateTimeOffset since, CancellationToken cancellationToken) =>
        await database.Query(
            """
            SELECT id, username, display_name, created_at
            FROM users
            WHERE changed_at >= @since AND changed_at > created_at
            ORDER BY changed_at DESC
            LIMIT 1000
            """,
            Person, cancellationToken, ("since", Milliseconds(since)));

    public Task<bool> SetModerator(string usernameKey, bool isModerator, CancellationToken cancellationToken) => database.ChangeOne(
        "UPDATE users SET is_moderator = @moderator, changed_at = @now WHERE username_key = @key RETURNING id",
        cancellationToken,
        ("key", usernameKey), ("moderator", isModerator), ("now", Now));

    /// <summary>A released name is not stored, only a hash that recognises it if somebody asks for it again.</summary>
    private static string HashOf(string usernameKey) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"freed/{usernameKey}")));

    private long Now => Milliseconds(clock.GetUtcNow());

    private static User Person(DbDataReader row) => new(row.GetGuid(0), row.GetString(1), row.GetString(2), Time(row, 3));
}
