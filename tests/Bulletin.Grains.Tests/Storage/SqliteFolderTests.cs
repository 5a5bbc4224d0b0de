using System.Runtime.Versioning;
using Bulletin.Grains.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Tests.Storage;

[UnsupportedOSPlatform("windows")]
public sealed class SqliteFolderTests : IDisposable
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;
    private const UnixFileMode Open = OwnersFolder | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly string _folder = Path.Combine(System.IO.Directory.CreateTempSubdirectory("bulletin-sqlite-").FullName, "data");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_folder_and_what_is_in_it_are_the_owner_s_alone()
    {
        var lines = new List<string>();
        await using var host = await Started(lines);

        Assert.Equal(OwnersFolder, File.GetUnixFileMode(_folder));
        Assert.Equal(["bulletin.db", "bulletin.db-shm", "bulletin.db-wal", "bulletin.lock"], Files().Select(Path.GetFileName).Order());
        Assert.All(Files(), file => Assert.Equal(OwnersFile, File.GetUnixFileMode(file)));
        Assert.DoesNotContain(lines, line => line.Contains("chmod", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_that_others_could_read_are_closed_and_of_an_open_folder_a_warning_tells()
    {
        await (await Started([])).DisposeAsync();
        File.SetUnixFileMode(_folder, Open);
        foreach (var file in Files()) File.SetUnixFileMode(file, Open);
        var lines = new List<string>();

        await using var host = await Started(lines);

        Assert.All(Files(), file => Assert.Equal(OwnersFile, File.GetUnixFileMode(file)));
        Assert.Equal(Open, File.GetUnixFileMode(_folder));
        Assert.Contains(lines, line => line.Contains(_folder, StringComparison.Ordinal) && line.Contains("755", StringComparison.Ordinal));
    }

    public void Dispose() => System.IO.Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    private async Task<ServiceProvider> Started(List<string> lines)
    {
        var host = new ServiceCollection().AddLogging(logging => logging.AddProvider(new Lines(lines)))
            .AddBulletinStorage(new StorageOptions { DataFolder = _folder })
            .BuildServiceProvider(validateScopes: true);
        await host.MigrateBulletinStorage(Cancel);
        return host;
    }

    private string[] Files() => System.IO.Directory.GetFiles(_folder);

    private sealed class Lines(List<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Add(formatter(state, exception));

        public void Dispose() { }
    }
}
