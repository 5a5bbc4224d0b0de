namespace Bulletin.Grains.Storage.Sqlite;

/// <summary>A backup that an operator requested.</summary>
/// <param name="Target">A file to write, or a folder that collects backups.</param>
/// <param name="KeepHourly">For a folder: how many of the latest hours keep a backup.</param>
/// <param name="KeepDaily">For a folder: how many of the latest days keep a backup.</param>
/// <param name="Textfile">The file that reports the backup to Prometheus, if any.</param>
public sealed record BackupRequest(string Target, int KeepHourly = 24, int KeepDaily = 14, string? Textfile = null);

/// <summary>A completed and verified backup.</summary>
/// <param name="Deleted">How many older backups were deleted.</param>
public sealed record MadeBackup(string File, long Bytes, int Deleted);
