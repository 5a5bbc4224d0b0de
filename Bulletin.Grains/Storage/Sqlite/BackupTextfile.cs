using System.Globalization;

namespace Bulletin.Grains.Storage.Sqlite;

/// <summary>Reports the time of the latest backup to Prometheus through the node exporter's textfile collector.</summary>
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
        // The exporter runs as another user; the time and size of a backup are not secret.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(unfinished, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.Move(unfinished, file, overwrite: true);
    }
}
