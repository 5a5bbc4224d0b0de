using Bulletin.Grains.Accounts;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Storage;
using Bulletin.Grains.Topics;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Storage;

/// <summary>One engine with a database of its own, put together as a host does it.</summary>
public abstract class StorageFixture : IAsyncLifetime
{
    private ServiceProvider _services = null!;

    internal StorageOptions Options { get; private set; } = null!;
    internal IServiceProvider Services => _services;
    internal IMessageLog Log => _services.GetRequiredService<IMessageLog>();
    internal ITopicStore Topics => _services.GetRequiredService<ITopicStore>();
    internal ITopicIndex Index => _services.GetRequiredService<ITopicIndex>();
    internal IUserStore Users => _services.GetRequiredService<IUserStore>();

    public async ValueTask InitializeAsync()
    {
        Options = await MakeDatabase();
        _services = Build();
        await _services.MigrateBulletinStorage(TestContext.Current.CancellationToken);
    }

    /// <summary>Another host on the same database.</summary>
    internal ServiceProvider Build() =>
        new ServiceCollection().AddLogging().AddBulletinStorage(Options).BuildServiceProvider(validateScopes: true);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await RemoveDatabase();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<StorageOptions> MakeDatabase();
    protected virtual Task RemoveDatabase() => Task.CompletedTask;
}

public sealed class PostgresStorage(PostgresServer server) : StorageFixture
{
    protected override async Task<StorageOptions> MakeDatabase() =>
        new() { PostgresConnectionString = await server.CreateDatabase(TestContext.Current.CancellationToken) };
}

public sealed class SqliteStorage : StorageFixture
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("bulletin-sqlite-").FullName;

    protected override Task<StorageOptions> MakeDatabase() => Task.FromResult(new StorageOptions { DataFolder = _folder });

    protected override Task RemoveDatabase()
    {
        System.IO.Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }
}
