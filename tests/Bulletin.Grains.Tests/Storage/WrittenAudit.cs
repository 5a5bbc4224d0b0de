using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;
using Bulletin.Grains.Storage.Sql;

namespace Bulletin.Grains.Tests.Storage;

/// <summary>What the audit log holds.</summary>
internal static class WrittenAudit
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    public static AuditEntry Entry(AuditTarget target, string action, object? before = null, object? after = null) =>
        AuditEntry.Of(Guid.CreateVersion7(), new Origin("192.0.2.1", "a trace", IsAdminApi: true), action, target, before, after, At);

    public static AuditEntry Entry(User user, string action = AuditActions.UserRoleChanged) => Entry(AuditTarget.User(user.Id, user.Username), action);

    /// <returns>The entries about a target, by id.</returns>
    public static Task<List<AuditEntry>> Of(SqlDatabase database, Guid target) => database.Query(
        """
        SELECT id, at, actor_id, action, target_kind, target_id, target_seq, target_name, before, after, address, trace_id, author_id
        FROM audit_log
        WHERE target_id = @target
        ORDER BY id
        """,
        row => new AuditEntry(
            row.GetGuid(0),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)),
            row.IsDBNull(2) ? null : row.GetGuid(2),
            row.GetString(3),
            new AuditTarget(row.GetString(4), row.GetGuid(5), row.IsDBNull(6) ? null : row.GetInt64(6), row.GetString(7), row.IsDBNull(12) ? null : row.GetGuid(12)),
            row.IsDBNull(8) ? null : row.GetString(8),
            row.IsDBNull(9) ? null : row.GetString(9),
            row.IsDBNull(10) ? null : row.GetString(10),
            row.IsDBNull(11) ? null : row.GetString(11)),
        TestContext.Current.CancellationToken,
        ("target", target));
}
