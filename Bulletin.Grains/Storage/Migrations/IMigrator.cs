namespace Bulletin.Grains.Storage.Migrations;

/// <summary>Migrates the database to this version's schema.</summary>
internal interface IMigrator
{
    /// <summary>Applies missing migrations. Idempotent, and safe to run from several processes at once.</summary>
    /// <exception cref="StorageUnavailableException">The database is not available (yet).</exception>
    /// <exception cref="MigrationPendingException">Another process has to migrate the database (first).</exception>
    /// <exception cref="InvalidOperationException">The database is too new for this program or a migration failed; the message
    /// says why.</exception>
    Task Migrate(CancellationToken cancellationToken);
}
