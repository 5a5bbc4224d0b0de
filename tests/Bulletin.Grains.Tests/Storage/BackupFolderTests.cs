using System.Globalization;
using Bulletin.Grains.Storage;
using Bulletin.Grains.Storage.Sqlite;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Bulletin.Grains.Tests.Storage;

public sealed class BackupFolderTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 30, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void An_hourly_backup_leaves_one_an_hour_for_a_day_and_one_a_day_for_a_fortnight()
    {
        List<DateTimeOffset> times = [];
        for (var hour = 0; hour < 24 * 40; hour++) times = Kept([.. times, Start.AddHours(hour)], Start.AddHours(hour));

        var last = Start.AddHours(24 * 40 - 1);
        Assert.Equal(Enumerable.Range(0, 24).Select(hour => last.AddHours(-hour)), times.Take(24));
        Assert.Equal(Enumerable.Range(1, 13).Select(day => last.AddDays(-day)), times.Skip(24));
    }

    [Fact]
    public void The_newest_is_always_kept_and_nothing_goes_once_the_rest_is_thin() =>
        Gen.Int[0, 5_000].Array[1, 100].Sample(minutes =>
        {
            DateTimeOffset[] times = [.. minutes.Distinct().Select(minute => Start.AddMinutes(minute))];

            var kept = Kept(times, Start.AddYears(1));

            Assert.Equal(times.Max(), kept[0]);
            Assert.Equal(kept, Kept(kept, Start.AddYears(2)));
        });

    [Fact]
    public void Other_files_and_those_of_a_wrong_clock_are_left_alone()
    {
        string[] names = ["bulletin.db", "bulletin.db.tmp", "2026-03-01T0030.db", "bulletin-2026-03-01.db", Name(Start.AddYears(10)), Name(Start), Name(Start.AddMinutes(-1))];

        Assert.Equal([Name(Start.AddMinutes(-1))], BackupFolder.Superseded(names, Start, hourly: 1, daily: 0));
    }

    [Fact]
    public async Task A_backup_into_a_folder_thins_it_out_and_tells_Prometheus()
    {
        var root = System.IO.Directory.CreateTempSubdirectory("bulletin-backup-").FullName;
        var (data, backups, textfile) = (Path.Combine(root, "data"), Path.Combine(root, "backups"), Path.Combine(root, "bulletin.prom"));
        System.IO.Directory.CreateDirectory(backups);
        var options = new StorageOptions { DataFolder = data };
        await using (var server = new ServiceCollection().AddLogging().AddBulletinStorage(options).BuildServiceProvider(validateScopes: true))
        {
            await server.MigrateBulletinStorage(Cancel);
            var clock = new FakeTimeProvider(Start);
            for (var hour = 0; hour < 5; hour++, clock.Advance(TimeSpan.FromHours(1)))
                await StorageCommands.Backup(options, new BackupRequest(backups, KeepHourly: 2, KeepDaily: 1, textfile), clock);
        }

        Assert.Equal([Name(Start.AddHours(3)), Name(Start.AddHours(4))], System.IO.Directory.EnumerateFiles(backups).Select(Path.GetFileName).Order());
        Assert.Contains($"timestamp_seconds {Start.AddHours(4).ToUnixTimeSeconds()}\n", await File.ReadAllTextAsync(textfile, Cancel), StringComparison.Ordinal);
        System.IO.Directory.Delete(root, recursive: true);
    }

    private static List<DateTimeOffset> Kept(IReadOnlyCollection<DateTimeOffset> times, DateTimeOffset now)
    {
        var superseded = BackupFolder.Superseded(times.Select(Name), now, hourly: 24, daily: 14);
        return [.. times.Where(time => !superseded.Contains(Name(time))).OrderDescending()];
    }

    private static string Name(DateTimeOffset time) =>
        time.UtcDateTime.ToString("'bulletin-'yyyy-MM-dd'T'HHmmss'Z.db'", CultureInfo.InvariantCulture);
}
