namespace Bulletin.Grains.Storage.Migrations;

/// <summary>Brings the database to the tables this version needs.</summary>
internal interface IMigrator
{
    /// <summary>Applies what is missing. Safe to repeat and to run from several processes at once.</summary>
    /// <exception cref="StorageUnavailableException">The database is not there (yet).</exception>
    /// <exception cref="InvalidOperationException">The database is too new for this program, or refuses a step; the message says why.</exception>
    Task Migrate(CancellationToken cancellationToken);
}
