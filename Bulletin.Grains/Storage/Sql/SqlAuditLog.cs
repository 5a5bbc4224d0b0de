using Bulletin.Grains.Audit;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>Writes into the audit log. The database refuses to change it.</summary>
internal sealed class SqlAuditLog(SqlDatabase database) : IAuditLog
{
    public Task Write(IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken) => entries.Count == 0
        ? Task.CompletedTask
        : database.ChangeTogether([.. entries.Select(AuditRows.Returning)], _ => true, [], cancellationToken);
}
