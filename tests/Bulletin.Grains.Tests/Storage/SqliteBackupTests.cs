using System.Globalization;
using Bulletin.Grains.Storage;
using Bulletin.Grains.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Storage;

public sealed class SqliteBackupTests : IDisposable
{
    private readonly string _root = System.IO.Directory.CreateTempSubdirectory("bulletin-backup-").FullName;
    private readonly string _copy;
    private readonly StorageOptions _options;

    public SqliteBackupTests()
    {
        _copy = Path.Combine(_root, "copy.db");
        _options = new StorageOptions { DataFolder = Path.Combine(_root, "data") };
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Database => Path.Combine(_options.DataFolder, SqliteDataSource.FileName);

    [Fact]
    public async Task Everything_committed_before_a_backup_is_in_it_while_another_connection_goes_on_writing()
    {
        await using var host = await Server();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var (committed, hundred) = (0L, new TaskCompletionSource());
        var writing = Task.Run(() =>
        {
            using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
            connection.Open();
            while (!stop.IsCancellationRequested)
            {
                Insert(connection, committed + 1);
                if (Interlocked.Increment(ref committed) == 100) hundred.SetResult();
            }
        }, Cancel);
        await hundred.Task.WaitAsync(Cancel);

        var before = Interlocked.Read(ref committed);
        var made = await Backup();
        await stop.CancelAsync();
        await writing;

        Assert.Equal(new FileInfo(_copy).Length, made.Bytes);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_copy));
        var numbers = Numbers(_copy);
        Assert.InRange(numbers.Count, before, committed);
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(n => (long)n), numbers);
    }

    [Fact]
    public async Task What_an_interrupted_backup_left_is_replaced_by_the_next()
    {
        await using var host = await Server();
        await File.WriteAllTextAsync($"{_copy}.tmp", "half a database", Cancel);
        await File.WriteAllTextAsync($"{_copy}.tmp-journal", "half a journal", Cancel);

        await Backup();

        Assert.Equal([_copy], System.IO.Directory.EnumerateFiles(_root));
        Assert.Equal("ok", Read(_copy, "PRAGMA integrity_check"));
    }

    [Fact]
    public async Task A_backup_that_fails_leaves_the_earlier_one_and_nothing_else()
    {
        await using (var host = await Server()) Fill();
        await Backup();
        var earlier = await File.ReadAllBytesAsync(_copy, Cancel);
        await using (var file = File.OpenWrite(Database))
        {
            file.Position = file.Length - 8_192;
            await file.WriteAsync(new byte[8_192], Cancel);
        }

        await Assert.ThrowsAsync<StartFailedException>(Backup);

        Assert.Equal(earlier, await File.ReadAllBytesAsync(_copy, Cancel));
        Assert.Equal([_copy], System.IO.Directory.EnumerateFiles(_root));
    }

    [Fact]
    public async Task Two_backups_to_one_file_do_not_mix()
    {
        await using var host = await Server();
        await using (new FileStream($"{_copy}.tmp", FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            Assert.Contains("Another backup", (await Assert.ThrowsAsync<StartFailedException>(Backup)).Message, StringComparison.Ordinal);

        await Backup();
    }

    [Fact]
    public async Task A_backup_replaces_an_earlier_one_and_no_other_file()
    {
        await using var host = await Server();
        await Backup();
        await Backup();
        await File.WriteAllTextAsync(Path.Combine(_root, "letter"), "Dear Ada", Cancel);
        await File.WriteAllTextAsync(Path.Combine(_root, "empty"), "", Cancel);

        foreach (var file in (string[])[Path.Combine(_root, "letter"), Path.Combine(_root, "empty"), Database])
            Assert.Contains("is not a backup", (await Assert.ThrowsAsync<StartFailedException>(() => Backup(file))).Message, StringComparison.Ordinal);

        Assert.Equal("Dear Ada", await File.ReadAllTextAsync(Path.Combine(_root, "letter"), Cancel));
    }

    [Theory]
    [InlineData("nothing", "There is no database")]
    [InlineData("empty", "does not contain Bulletin's tables")]
    [InlineData("tables of others", "does not contain Bulletin's tables")]
    [InlineData("text", "can't be read as a database")]
    public async Task What_is_not_a_database_is_neither_backed_up_nor_used_nor_created(string kind, string said)
    {
        if (kind != "nothing") System.IO.Directory.CreateDirectory(_options.DataFolder);
        if (kind == "empty") await File.WriteAllTextAsync(Database, "", Cancel);
        if (kind == "text") await File.WriteAllTextAsync(Database, new string('x', 5_000), Cancel);
        if (kind == "tables of others") Read(Database, "CREATE TABLE topics (name); SELECT 'made'");
        var before = Entries();
        await using var host = Host();

        foreach (var command in (Func<Task>[])[Backup, () => StorageCommands.RequireFile(_options), () => StorageCommands.RequireDatabase(host, Cancel)])
            Assert.Contains(said, (await Assert.ThrowsAsync<StartFailedException>(command)).Message, StringComparison.Ordinal);

        Assert.Equal(before, Entries());
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_is_named()
    {
        await using var host = await Server();

        var refused = await Assert.ThrowsAsync<StartFailedException>(() => Backup(Path.Combine(_root, "no-folder", "copy.db")));

        Assert.Contains("no-folder' does not exist", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Postgres_is_not_backed_up_by_copying_files()
    {
        var options = new StorageOptions { PostgresConnectionString = "Host=db" };

        var refused = await Assert.ThrowsAsync<StartFailedException>(() => StorageCommands.Backup(options, new BackupRequest(_copy), TimeProvider.System));

        Assert.Contains("pg_dump", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_damaged_is_not_served_after_a_restore()
    {
        await using (var host = await Server()) Fill();
        await using (var file = File.OpenWrite(Database)) file.SetLength(file.Length / 2);
        await using var restored = Host();

        await Assert.ThrowsAsync<StartFailedException>(() => StorageCommands.RequireDatabase(restored, Cancel));
    }

    [Fact]
    public async Task A_host_that_has_stopped_leaves_all_in_one_file()
    {
        await using (await Server()) Fill();

        Assert.Equal([Database, Path.Combine(_options.DataFolder, "bulletin.lock")], System.IO.Directory.EnumerateFiles(_options.DataFolder).Order());
        Assert.Equal(200, Numbers(Database).Count);
    }

    public void Dispose() => System.IO.Directory.Delete(_root, recursive: true);

    private Task<MadeBackup> Backup() => Backup(_copy);

    private Task<MadeBackup> Backup(string file) => StorageCommands.Backup(_options, new BackupRequest(file), TimeProvider.System);

    private ServiceProvider Host() => new ServiceCollection().AddLogging().AddBulletinStorage(_options).BuildServiceProvider(validateScopes: true);

    private async Task<ServiceProvider> Server()
    {
        var host = Host();
        await host.MigrateBulletinStorage(Cancel);
        return host;
    }

    private string[] Entries() => [.. System.IO.Directory.EnumerateFileSystemEntries(_root, "*", SearchOption.AllDirectories).Order()];

    private void Fill()
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        for (var seq = 1; seq <= 200; seq++) Insert(connection, seq);
    }

    private static void Insert(SqliteConnection connection, long seq)
    {
        using var insert = connection.CreateCommand();
        insert.CommandText = """
            INSERT INTO messages (topic_id, seq, revision, client_id, author_id, created_at, text)
            VALUES ('topic', @seq, @seq, 'client-' || @seq, 'author', 0, hex(zeroblob(200)))
            """;
        insert.Parameters.AddWithValue("@seq", seq);
        insert.ExecuteNonQuery();
    }

    private static List<long> Numbers(string file)
    {
        using var connection = SqliteFile.OpenToRead(file);
        return [.. SqliteFile.Read(connection, "SELECT seq FROM messages ORDER BY seq").Select(seq => long.Parse(seq, CultureInfo.InvariantCulture))];
    }

    private static string Read(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        return SqliteFile.Read(connection, sql)[0];
    }
}
