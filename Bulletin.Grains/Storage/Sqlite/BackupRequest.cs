namespace Bulletin.Grains.Storage.Sqlite;

/// <summary>A backup that an operator asks for.</summary>
/// <param name="Target">A file to write, or a folder that collects backups.</param>
/// <param name="KeepHourly">In a folder: how many of the latest hours keep a backup.</param>
/// <param name="KeepDaily">In a folder: how many of the latest days keep a backup.</param>
/// <param name="Textfile">Where to tell Prometheus about it, if anywhere.</param>
public sealed record BackupRequest(string Target, int KeepHourly = 24, int KeepDaily = 14, string? Textfile = null);

/// <summary>A backup that was made and checked.</summary>
/// <param name="Deleted">How many older backups were deleted.</param>
public sealed record MadeBackup(string File, long Bytes, int Deleted);
