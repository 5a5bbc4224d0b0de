using Bulletin.Grains.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Storage;

public abstract partial class StorageContract
{
    [Fact]
    public async Task Migrations_repeat_without_effect()
    {
        var topic = await NewTopic(await NewUser());

        await storage.Services.GetRequiredService<IMigrator>().Migrate(Cancel);

        Assert.Equal(topic, (await Load(topic.Id)).Topic);
    }

    [Fact]
    public async Task Many_may_migrate_an_empty_database_at_once()
    {
        await using var empty = await storage.Empty();
        var migrators = empty.Migrators(8);

        await Task.WhenAll(migrators.Select(migrator => Task.Run(() => migrator.Migrate(Cancel), Cancel)));

        Assert.Equal(MigrationScript.Of(empty.Engine).Count, await empty.CountMigrations(Cancel));
    }

    [Fact]
    public async Task Storage_that_is_there_says_so() =>
        await storage.Services.GetRequiredService<IStorageProbe>().Check(Cancel);
}
