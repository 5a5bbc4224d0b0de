using System.Globalization;

namespace Bulletin.Grains.Storage.Sqlite;

/// <summary>Tells Prometheus, through the node exporter's textfile collector, when the latest backup was made.</summary>
internal static class BackupTextfile
{
    public static void Write(string file, DateTimeOffset made, long bytes)
    {
        var unfinished = file + ".tmp";
        File.WriteAllText(unfinished, string.Create(CultureInfo.InvariantCulture, $"""
            # HELP bulletin_backup_last_success_timestamp_seconds When the latest backup was made and checked.
            # TYPE bulletin_backup_last_success_timestamp_seconds gauge
            bulletin_backup_last_success_timestamp_seconds {made.ToUnixTimeSeconds()}
            # HELP bulletin_backup_size_bytes The size of that backup.
            # TYPE bulletin_backup_size_bytes gauge
            bulletin_backup_size_bytes {bytes}

            """));
        // The exporter is another user; the time and size of a backup are no secret.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(unfinished, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.Move(unfinished, file, overwrite: true);
    }
}
