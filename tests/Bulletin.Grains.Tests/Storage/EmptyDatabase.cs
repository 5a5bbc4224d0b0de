using System.Data.Common;
using System.Globalization;
using Bulletin.Grains.Storage.Migrations;

namespace Bulletin.Grains.Tests.Storage;

/// <summary>A database that nobody has migrated.</summary>
internal sealed class EmptyDatabase(
    string engine, DbDataSource source, Func<IMigrator> migrator, Action? remove = null) : IAsyncDisposable
{
    public string Engine => engine;

    /// <summary>As many processes would have: each its own.</summary>
    public IMigrator[] Migrators(int count) => [.. Enumerable.Range(0, count).Select(_ => migrator())];

    public Task Migrate(CancellationToken cancellationToken) => migrator().Migrate(cancellationToken);

    public async Task<int> CountMigrations(CancellationToken cancellationToken) =>
        Convert.ToInt32(await Run("SELECT count(*) FROM bulletin_migrations", cancellationToken), CultureInfo.InvariantCulture);

    /// <summary>Does to the database what another program, or another version, would.</summary>
    /// <returns>The first value, if there is one.</returns>
    public async Task<object?> Run(string sql, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own statements.
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        remove?.Invoke();
    }
}
