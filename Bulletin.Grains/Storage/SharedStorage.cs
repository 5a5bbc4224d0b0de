using Bulletin.Grains.Accounts;
using Bulletin.Grains.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Storage;

/// <summary>
/// Storage for commands that run beside a server too. They must not change topics: the server of a SQLite database believes that
/// it is the only one who does, which is why it locks the folder. Accounts are read again by every server.
/// </summary>
public static class SharedStorage
{
    /// <param name="services">Configuration and logging.</param>
    /// <param name="mayCreate">Whether to create a SQLite database that is missing, or the tables of a Postgres database that is empty.</param>
    /// <exception cref="StartFailedException">There is no database, or it is not of this version.</exception>
    public static async Task<ServiceProvider> Open(
        IServiceCollection services, StorageOptions options, bool mayCreate = false, CancellationToken cancellationToken = default)
    {
        var isServed = !options.UsesPostgres && SqliteFolderLock.IsHeld(options.DataFolder);
        if (!mayCreate || isServed) await StorageCommands.RequireFile(options);
        services.AddBulletinStorage(options).AddAccounts();
        // The last registration counts. This one does not take the lock.
        if (isServed) services.AddSingleton(_ => new SqliteDataSource(options.DataFolder));
        var storage = services.BuildServiceProvider();
        try
        {
            if (mayCreate && options.UsesPostgres && !await StorageCommands.HasTables(storage, cancellationToken)) await StorageCommands.Migrate(storage, cancellationToken);
            else await StorageCommands.Prepare(storage, isServed, cancellationToken);
            return storage;
        }
        catch
        {
            await storage.DisposeAsync();
            throw;
        }
    }
}
