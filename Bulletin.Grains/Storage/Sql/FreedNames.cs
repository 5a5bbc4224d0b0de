using System.Security.Cryptography;
using System.Text;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>Usernames of closed accounts, which nobody can take for a while.</summary>
internal static class FreedNames
{
    /// <summary>A condition for the <c>WHERE</c> of a new account. Takes <c>@freed</c>, the hash of its name, and <c>@created</c>.</summary>
    public const string IsNotResting = "NOT EXISTS (SELECT 1 FROM freed_names WHERE name_hash = @freed AND rests_until > @created)";

    /// <summary>A released name is not stored, only a hash that recognises it if somebody asks for it again.</summary>
    public static string HashOf(string usernameKey) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"freed/{usernameKey}")));

    public static async Task Reserve(SqlDatabase database, Guid userId, long until, long now, CancellationToken cancellationToken)
    {
        await database.ChangeOne("DELETE FROM freed_names WHERE rests_until <= @now RETURNING rests_until", cancellationToken, ("now", now));
        var names = await database.Query("SELECT username_key FROM users WHERE id = @id", row => row.GetString(0), cancellationToken, ("id", userId));
        foreach (var name in names)
        {
            await database.ChangeOne(
                """
                INSERT INTO freed_names (name_hash, rests_until) VALUES (@hash, @until)
                ON CONFLICT (name_hash) DO UPDATE SET rests_until = excluded.rests_until
                RETURNING rests_until
                """,
                cancellationToken, ("hash", HashOf(name)), ("until", until));
        }
    }
}
