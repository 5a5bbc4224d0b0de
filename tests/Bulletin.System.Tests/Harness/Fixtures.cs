using Bulletin.SystemTests.Harness;

// The servers under test share two cores with each other; tests at the same time would measure one another.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: AssemblyFixture(typeof(Shared))]

namespace Bulletin.SystemTests.Harness;

/// <summary>Servers that tests share which leave them as they are. Each is started by the first test that asks for it.</summary>
public sealed class Shared : IAsyncDisposable
{
    private readonly Lazy<Task<BulletinServer>> _one = new(() => BulletinServer.Started());
    private readonly Lazy<Task<PostgresServer>> _postgres = new(() => PostgresServer.Started());
    private readonly Lazy<Task<BulletinServer[]>> _pair;

    public Shared() => _pair = new(async () => await Nodes.Started(await (await Postgres).NewDatabase(), 2));

    /// <summary>One process with SQLite.</summary>
    internal Task<BulletinServer> One => _one.Value;

    internal Task<PostgresServer> Postgres => _postgres.Value;

    /// <summary>Two gateways, each with a silo of its own, that are one cluster on the Postgres above.</summary>
    internal Task<BulletinServer[]> Pair => _pair.Value;

    public async ValueTask DisposeAsync()
    {
        if (_one.IsValueCreated && _one.Value.IsCompletedSuccessfully) await (await One).DisposeAsync();
        if (_pair.IsValueCreated && _pair.Value.IsCompletedSuccessfully) foreach (var server in await Pair) await server.DisposeAsync();
        if (_postgres.IsValueCreated && _postgres.Value.IsCompletedSuccessfully) await (await Postgres).DisposeAsync();
    }
}
