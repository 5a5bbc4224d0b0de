using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Access;

/// <summary>A site on either engine, started by the first test that asks for it.</summary>
[CollectionDefinition(nameof(Sites))]
public sealed class Sites(Shared shared) : ICollectionFixture<Sites>, IAsyncDisposable
{
    private readonly Lazy<Task<Site>> _sqlite = new(() => Site.OnSqlite());
    private readonly Lazy<Task<Site>> _postgres = new(async () => await Site.OnPostgres(await (await shared.Postgres).NewDatabase()));

    internal Task<Site> On(Engine engine) => (engine == Engine.Sqlite ? _sqlite : _postgres).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var site in new[] { _sqlite, _postgres })
            if (site.IsValueCreated && site.Value.IsCompletedSuccessfully) await (await site.Value).DisposeAsync();
    }
}
