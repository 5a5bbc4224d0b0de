using System.Globalization;

namespace Bulletin.Grains.Storage.Sqlite;

/// <summary>A folder of backups named after their time: one per hour for the latest hours, then one per day.</summary>
internal sealed class BackupFolder(string folder, int hourly, int daily, TimeProvider clock)
{
    private const string Name = "'bulletin-'yyyy-MM-dd'T'HHmmss'Z.db'";

    public MadeBackup Add(string database)
    {
        var file = Path.Combine(folder, clock.GetUtcNow().ToString(Name, CultureInfo.InvariantCulture));
        // Before the backup, to make room for it; after it, because it may have superseded another.
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
    /// All but the newest backup of each of the latest hours and days that have one. The newest is always kept, and nothing
    /// expires by age alone: if backups stop, the existing ones stay.
    /// </summary>
    /// <remarks>Backups dated in the future come from a wrong clock. They are neither counted nor deleted.</remarks>
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
