using Bulletin.Grains.Accounts;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>The site must keep an admin who can sign in. A write that could take the last one away takes a lock first, and then checks that another is left.</summary>
internal static class LastAdmin
{
    /// <summary>The first condition of such a write. Without it, two admins who remove each other at the same time in Postgres would each still see
    /// the other. The statement after it sees what the previous holder of the lock has written.</summary>
    public static readonly SqlStatement Lock = new("UPDATE site_settings SET version = version WHERE id = 1 RETURNING id");

    /// <summary>For the <c>WHERE</c> of an update of <c>users</c>: they are not an admin, or not the only one. Takes <c>@now</c>.</summary>
    public static readonly string IsNot = $"""
        (users.role < {(int)SiteRole.Admin} OR EXISTS (
          SELECT 1
          FROM users other
          WHERE other.role = {(int)SiteRole.Admin} AND other.id <> users.id AND other.password_hash <> ''
            AND (other.suspended_at IS NULL OR other.suspended_until <= @now)))
        """;
}
