using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Bulletin.Grains.Storage.Sqlite;

/// <summary>
/// Copies a database that may be in use. An earlier copy stays in place until the new one is verified and on disk.
/// </summary>
internal static class SqliteBackup
{
    /// <summary>Under load the write-ahead log grows to this size, however small the database is.</summary>
    private const long LeastFree = 64 * 1024 * 1024;

    private const string Schema = "SELECT type || ' ' || name || ' ' || sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY 1";
    private const string Migrations = "SELECT number FROM bulletin_migrations ORDER BY number";

    /// <param name="database">The file to copy.</param>
    /// <param name="file">The copy. An earlier copy is replaced; any other file is not.</param>
    /// <param name="unfinished">The temporary file for the copy in progress, in the same folder.</param>
    /// <returns>The size of the copy in bytes.</returns>
    /// <exception cref="BackupRefusedException">There is nothing to copy or not enough space, or copying failed.</exception>
    public static long Make(string database, string file, string unfinished)
    {
        try
        {
            SqliteFile.RequireBulletin(database);
            if (!System.IO.Directory.Exists(Path.GetDirectoryName(file)))
                throw new BackupRefusedException($"The folder '{Path.GetDirectoryName(file)}' does not exist.");
            if (File.Exists(file) && !SqliteFile.IsBackup(file))
                throw new BackupRefusedException($"'{file}' exists and is not a backup. Choose another name.");
            using var held = Hold(unfinished);
            try
            {
                Copy(database, unfinished);
                held.Flush(flushToDisk: true);
                File.Move(unfinished, file, overwrite: true);
                return held.Length;
            }
            catch
            {
                // Frees the disk space. After a kill, the next run does this.
                File.Delete(unfinished);
                throw;
            }
        }
        catch (Exception fault) when (SqliteFaults.IsUnavailable(fault))
        {
            throw new BackupRefusedException($"The backup failed: {fault.Message} Earlier backups are unchanged.", fault);
        }
    }

    /// <summary>Truncates the leftovers of an interrupted run and holds off other runs until disposed.</summary>
    private static FileStream Hold(string unfinished)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        FileStream held;
        try
        {
            held = new FileStream(unfinished, options);
        }
        catch (IOException taken) when (File.Exists(unfinished))
        {
            throw new BackupRefusedException($"Another backup is being written to '{unfinished}'.", taken);
        }
        // Another run has finished and moved the file between the two calls above, so it must not be truncated.
        if (!File.Exists(unfinished))
        {
            held.Dispose();
            throw new BackupRefusedException($"Another backup has just been written from '{unfinished}'.");
        }
        held.SetLength(0);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(held.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Delete(unfinished + "-journal");
        return held;
    }

    /// <summary>
    /// <c>VACUUM INTO</c> reads one snapshot and finishes. SQLite's backup API restarts whenever another process writes, so it
    /// never finishes on a busy server.
    /// </summary>
    private static void Copy(string database, string unfinished)
    {
        using var source = SqliteFile.OpenToRead(database);
        RequireRoom(source, unfinished);
        var (schema, migrations) = (SqliteFile.Read(source, Schema), SqliteFile.Read(source, Migrations));
        using (var vacuum = source.CreateCommand())
        {
            vacuum.CommandText = "VACUUM INTO @file";
            vacuum.Parameters.AddWithValue("@file", unfinished);
            vacuum.ExecuteNonQuery();
        }
        SqliteFile.RequireIntact(unfinished);
        using var copy = SqliteFile.OpenToRead(unfinished);
        if (!schema.SequenceEqual(SqliteFile.Read(copy, Schema)) || !migrations.SequenceEqual(SqliteFile.Read(copy, Migrations)))
            throw new BackupRefusedException("The copy does not have the database's tables. If a server is just being upgraded, try again.");
    }

    private static void RequireRoom(SqliteConnection source, string unfinished)
    {
        var size = long.Parse(SqliteFile.Read(source, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")[0], CultureInfo.InvariantCulture);
        var free = new DriveInfo(Path.GetDirectoryName(unfinished)!).AvailableFreeSpace;
        var needed = size + Math.Max(2 * size, LeastFree);
        if (free < needed)
            throw new BackupRefusedException(string.Create(CultureInfo.InvariantCulture,
                $"Not enough space in '{Path.GetDirectoryName(unfinished)}': {free >> 20:N0} MB free, {needed >> 20:N0} MB required to write the copy and leave a reserve."));
    }
}
