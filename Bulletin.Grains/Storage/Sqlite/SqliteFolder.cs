using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Storage.Sqlite;

/// <summary>The folder of the database. What is in it is for its owner alone, whatever the umask says.</summary>
internal static partial class SqliteFolder
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;
    private static readonly string[] Files =
        [SqliteFolderLock.FileName, SqliteDataSource.FileName, $"{SqliteDataSource.FileName}-wal", $"{SqliteDataSource.FileName}-shm"];

    /// <summary>Makes the folder and an empty database if they are not there, and takes from others what they could read of those that are.</summary>
    public static void Prepare(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            System.IO.Directory.CreateDirectory(folder);
            return;
        }

        if (!System.IO.Directory.Exists(folder)) System.IO.Directory.CreateDirectory(folder, OwnersFolder);
        var database = Path.Combine(folder, SqliteDataSource.FileName);
        // SQLite gives its log the rights of the database. One that exists is not opened: closing it would let go of SQLite's locks.
        if (!File.Exists(database)) Create(database);
        foreach (var file in Files.Select(name => Path.Combine(folder, name)).Where(File.Exists)) Close(file);
    }

    /// <summary>Tells of a folder that others may enter. It was made by somebody, perhaps for more than this: it is theirs to close.</summary>
    public static void WarnIfOpen(string folder, ILogger logger)
    {
        if (OperatingSystem.IsWindows()) return;
        var mode = File.GetUnixFileMode(folder);
        if ((mode & ~OwnersFolder) != 0) LogOpen(logger, Path.GetFullPath(folder), Convert.ToString((int)mode, 8));
    }

    /// <summary>For files that are written to by nobody but their owner.</summary>
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
            // Another process was first.
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
            // Folded away meanwhile, or another user's: whether it can be used is seen when it is.
        }
    }

    [LoggerMessage(LogLevel.Warning, "Other users on this machine can open the data folder '{Folder}' (mode {Mode}). Restrict it with chmod 700 unless this is intended")]
    private static partial void LogOpen(ILogger logger, string folder, string mode);
}
