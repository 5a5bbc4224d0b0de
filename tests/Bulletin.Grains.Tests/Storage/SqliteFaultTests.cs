using Bulletin.Grains.Accounts;
using Bulletin.Grains.Storage;
using Bulletin.Grains.Storage.Sql;
using Bulletin.Grains.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Storage;

public sealed class SqliteFaultTests : IDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("bulletin-sqlite-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_data_folder_serves_one_host_and_then_the_next()
    {
        await using (var first = Host())
        {
            await first.MigrateBulletinStorage(Cancel);
            await using var second = Host();

            var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => second.MigrateBulletinStorage(Cancel));

            Assert.Contains(_folder, refused.Message, StringComparison.Ordinal);
        }
        await using var next = Host();
        await next.MigrateBulletinStorage(Cancel);
        Assert.True(await Write(next) is false);
    }

    [Fact]
    public async Task A_file_that_another_program_keeps_locked_fails_writers_in_time_and_readers_not_at_all()
    {
        await using var host = Host();
        await host.MigrateBulletinStorage(Cancel);
        await using (var other = new SqliteConnection($"Data Source={Path.Combine(_folder, SqliteDataSource.FileName)};Pooling=False"))
        {
            await other.OpenAsync(Cancel);
            await using var transaction = other.BeginTransaction(deferred: false);

            await Assert.ThrowsAsync<StorageUnavailableException>(() => Write(host));
            await host.GetRequiredService<SqlDatabase>().Check(Cancel);
        }
        Assert.False(await Write(host));
    }

    [Fact]
    public async Task A_commit_is_on_disk_before_it_is_answered()
    {
        await using var host = Host();
        await host.MigrateBulletinStorage(Cancel);
        var source = host.GetRequiredService<SqliteDataSource>();

        await using var connection = await source.OpenConnectionAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT (SELECT synchronous FROM pragma_synchronous), (SELECT journal_mode FROM pragma_journal_mode)";
        await using var settings = await command.ExecuteReaderAsync(Cancel);

        Assert.True(await settings.ReadAsync(Cancel));
        Assert.Equal((2, "wal"), (settings.GetInt32(0), settings.GetString(1)));
    }

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    private static Task<bool> Write(ServiceProvider host) =>
        host.GetRequiredService<IUserStore>().ChangePasswordHash(Guid.CreateVersion7(), "none", Cancel);

    private ServiceProvider Host() => new ServiceCollection().AddLogging()
        .AddBulletinStorage(new StorageOptions { DataFolder = _folder })
        .BuildServiceProvider(validateScopes: true);
}
