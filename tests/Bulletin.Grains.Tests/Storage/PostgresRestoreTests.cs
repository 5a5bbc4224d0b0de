using Bulletin.Grains.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Storage;

public sealed class PostgresRestoreTests(SharedPostgres server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_Postgres_database_without_tables_is_not_taken_for_a_restored_one()
    {
        var options = new StorageOptions { PostgresConnectionString = await server.NewDatabase() };
        await using var services = new ServiceCollection().AddLogging().AddBulletinStorage(options).BuildServiceProvider(validateScopes: true);

        await Assert.ThrowsAsync<StartFailedException>(() => StorageCommands.RequireDatabase(services, Cancel));

        await services.MigrateBulletinStorage(Cancel);
        await StorageCommands.RequireDatabase(services, Cancel);
    }
}
