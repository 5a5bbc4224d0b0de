using Bulletin.Grains.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bulletin.Grains.Tests.Storage;

public sealed class SqliteCheckpointsTests : IDisposable
{
    private const int PageSize = 4_096;

    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("bulletin-sqlite-").FullName;
    private readonly SqliteDataSource source;

    public SqliteCheckpointsTests() => source = new(folder);

    // Without checkpoints it would wait for ever.
    [Fact(Timeout = 120_000)]
    public async Task A_long_log_is_copied_into_the_database_beside_the_commits()
    {
        using var writer = source.Open();
        Run(writer, "PRAGMA journal_mode = WAL");
        Run(writer, "CREATE TABLE pages (content BLOB)");
        for (var megabyte = 0; megabyte < SqliteCheckpoints.Due * PageSize / 1_048_576; megabyte++) Run(writer, "INSERT INTO pages VALUES (zeroblob(1048576))");
        Assert.InRange(NotCopied(writer), SqliteCheckpoints.Due, long.MaxValue);

        using SqliteCheckpoints checkpoints = new(source, NullLogger<SqliteCheckpoints>.Instance);
        await checkpoints.StartAsync(TestContext.Current.CancellationToken);
        while (NotCopied(writer) > 0) await Task.Delay(10, TestContext.Current.CancellationToken);
        await checkpoints.StopAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        source.Dispose();
        System.IO.Directory.Delete(folder, recursive: true);
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this test.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static long NotCopied(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(NOOP)";
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        return reader.GetInt64(1) - reader.GetInt64(2);
    }
}
