namespace Bulletin.Grains.Storage.Migrations;

/// <summary>The database does not have this version's schema yet, and this process may not change it: another one has to.</summary>
internal sealed class MigrationPendingException(string reason, Exception cause) : InvalidOperationException(
    $"the database is not migrated to this version, and this role of Postgres may not do that ({reason.TrimEnd('.')}). Run 'Bulletin.Silo migrate' as the tables' owner.", cause);
