[assembly: AssemblyFixture(typeof(Bulletin.Grains.Tests.SharedPostgres))]

namespace Bulletin.Grains.Tests;

/// <summary>
/// The Postgres that tests run on: the one <c>BULLETIN_TEST_POSTGRES</c> names (a connection string that may create databases),
/// otherwise one of our own, which ends with the tests. Started when first asked for.
/// </summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    private readonly string? _given = Environment.GetEnvironmentVariable("BULLETIN_TEST_POSTGRES");
    private readonly Lazy<Task<PostgresServer>> _own = new(() => PostgresServer.Started());

    /// <summary>Makes an empty database.</summary>
    /// <param name="locale">As in <c>CREATE DATABASE</c>. Null: that of the server.</param>
    /// <returns>Its connection string.</returns>
    public async Task<string> NewDatabase(string? locale = null)
    {
        var database = string.IsNullOrWhiteSpace(_given) ? await (await _own.Value).NewDatabase() : await PostgresServer.NewDatabaseAt(_given);
        return locale is null ? database : await PostgresServer.NewDatabaseAt(database, $"TEMPLATE template0 {locale}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_own.IsValueCreated && _own.Value.IsCompletedSuccessfully) await (await _own.Value).DisposeAsync();
    }
}
