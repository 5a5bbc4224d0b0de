using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Storage.Sqlite;

/// <summary>The database folder. Its files are accessible only to their owner, whatever the umask.</summary>
internal static partial class SqliteFolder
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;
    private static readonly string[] Files =
        [SqliteFolderLock.FileName, SqliteDataSource.FileName, $"{SqliteDataSource.FileName}-wal", $"{SqliteDataSource.FileName}-shm"];

    /// <summary>
    /// Creates the folder and an empty database if they are missing, and removes other users' access to existing files.
    /// </summary>
    public static void Prepare(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            System.IO.Directory.CreateDirectory(folder);
            return;
        }

        if (!System.IO.Directory.Exists(folder)) System.IO.Directory.CreateDirectory(folder, OwnersFolder);
        var database = Path.Combine(folder, SqliteDataSource.FileName);
        // SQLite copies the database's permissions to its log. An existing file is not opened: closing it would release
        // SQLite's locks.
        if (!File.Exists(database)) Create(database);
        foreach (var file in Files.Select(name => Path.Combine(folder, name)).Where(File.Exists)) Close(file);
    }

    /// <summary>
    /// Reports a folder that other users may enter. Somebody created it, perhaps for other purposes too, so its permissions are
    /// left to them.
    /// </summary>
    public static void WarnIfOpen(string folder, ILogger logger)
    {
        if (OperatingSystem.IsWindows()) return;
        var mode = File.GetUnixFileMode(folder);
        if ((mode & ~OwnersFolder) != 0) LogOpen(logger, Path.GetFullPath(folder), Convert.ToString((int)mode, 8));
    }

    /// <summary>For files that only their owner writes to.</summary>
    public static FileStreamOptions Private(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnersFile;
        return options;
    }

    private static void Create(string database)
    {
        try
        {
            new FileStream(database, Private(FileMode.CreateNew)).Dispose();
        }
        catch (IOException) when (File.Exists(database))
        {
            // Another process created it first.
        }
    }

    private static void Close(string file)
    {
        if (OperatingSystem.IsWindows()) return;
        try
        {
            if ((File.GetUnixFileMode(file) & ~OwnersFile) != 0) File.SetUnixFileMode(file, OwnersFile);
        }
        catch (Exception gone) when (gone is FileNotFoundException or UnauthorizedAccessException)
        {
            // The file has been checkpointed away, or belongs to another user. If it is unusable, its first use will show that.
        }
    }

    [LoggerMessage(LogLevel.Warning, "Other users on this machine can open the data folder '{Folder}' (mode {Mode}). Restrict it with chmod 700 unless this is intended")]
    private static partial void LogOpen(ILogger logger, string folder, string mode);
}
