using System.Data.Common;
using Bulletin.Grains.Audit;
using Bulletin.Grains.Settings;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>The settings of the site, in one row.</summary>
internal sealed class SqlSettingsStore(SqlDatabase database) : ISettingsStore
{
    public async Task<SiteSettings> Read(CancellationToken cancellationToken)
    {
        var found = await database.Query(
            "SELECT version, name, registration, keeps_history, retention_days, removed_topic_days FROM site_settings WHERE id = 1", Row, cancellationToken);
        return found is [var settings] ? settings : SiteSettings.Default;
    }

    public Task<bool> Write(SiteSettings next, AuditEntry audit, CancellationToken cancellationToken)
    {
        SqlStatement update = new(
            """
            UPDATE site_settings
            SET version = @version, name = @name, registration = @registration, keeps_history = @keeps,
              retention_days = CAST(@retention AS integer), removed_topic_days = @removed
            WHERE id = 1 AND version = @before
            RETURNING id
            """,
            ("version", next.Version),
            ("before", next.Version - 1),
            ("name", next.Name),
            ("registration", (int)next.Registration),
            ("keeps", next.KeepsHistory),
            ("retention", next.RetentionDays),
            ("removed", next.RemovedTopicDays));
        return database.ChangeTogether([update, AuditRows.Insert(audit)], cancellationToken);
    }

    private static SiteSettings Row(DbDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        (Registration)row.GetInt16(2),
        row.GetBoolean(3),
        row.IsDBNull(4) ? null : row.GetInt32(4),
        row.GetInt32(5));
}
