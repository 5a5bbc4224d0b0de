using System.Globalization;

namespace Bulletin.Grains.Storage.Sqlite;

/// <summary>A folder of backups that are named after their time: dense for the last hours, then one a day.</summary>
internal sealed class BackupFolder(string folder, int hourly, int daily, TimeProvider clock)
{
    private const string Name = "'bulletin-'yyyy-MM-dd'T'HHmmss'Z.db'";

    public MadeBackup Add(string database)
    {
        var file = Path.Combine(folder, clock.GetUtcNow().ToString(Name, CultureInfo.InvariantCulture));
        // Before it, so that they don't take its room; after it, as it may have taken the place of another.
        var before = Thin();
        var bytes = SqliteBackup.Make(database, file, Path.Combine(folder, "bulletin.db.tmp"));
        return new MadeBackup(file, bytes, before + Thin());
    }

    private int Thin()
    {
        var superseded = Superseded(System.IO.Directory.EnumerateFiles(folder).Select(Path.GetFileName)!, clock.GetUtcNow(), hourly, daily);
        foreach (var name in superseded) File.Delete(Path.Combine(folder, name));
        return superseded.Count;
    }

    /// <summary>
    /// All but the newest backup of each of the latest hours and days that have any. The newest is always kept, and nothing
    /// expires by time alone: when backups stop, those that are there stay.
    /// </summary>
    /// <remarks>What is dated later than now comes from a wrong clock. It is neither counted nor deleted.</remarks>
    internal static IReadOnlyList<string> Superseded(IEnumerable<string> names, DateTimeOffset now, int hourly, int daily)
    {
        var newestFirst = names.Select(name => (Name: name, Time: TimeOf(name))).Where(backup => backup.Time <= now)
            .OrderByDescending(backup => backup.Time).ToList();
        var kept = newestFirst.DistinctBy(backup => (backup.Time!.Value.Date, backup.Time.Value.Hour)).Take(hourly)
            .Concat(newestFirst.DistinctBy(backup => backup.Time!.Value.Date).Take(daily))
            .Select(backup => backup.Name).ToHashSet();
        return [.. newestFirst.Select(backup => backup.Name).Where(name => !kept.Contains(name))];
    }

    private static DateTimeOffset? TimeOf(string name) =>
        DateTimeOffset.TryParseExact(name, Name, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
