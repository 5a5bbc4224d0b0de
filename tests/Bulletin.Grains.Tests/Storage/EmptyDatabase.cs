using System.Data.Common;
using System.Globalization;
using Bulletin.Grains.Storage;

namespace Bulletin.Grains.Tests.Storage;

/// <summary>A database that nobody has migrated.</summary>
internal sealed class EmptyDatabase(
    string engine, DbDataSource source, Func<IMigrator> migrator, Action? remove = null) : IAsyncDisposable
{
    public string Engine => engine;

    /// <summary>As many processes would have: each its own.</summary>
    public IMigrator[] Migrators(int count) => [.. Enumerable.Range(0, count).Select(_ => migrator())];

    public async Task<int> CountMigrations(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM bulletin_migrations";
        return Convert.ToInt32(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        remove?.Invoke();
    }
}
