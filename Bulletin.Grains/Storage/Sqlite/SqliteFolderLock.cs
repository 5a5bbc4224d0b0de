using System.Globalization;
using System.Text;

namespace Bulletin.Grains.Storage.Sqlite;

/// <summary>Locks a data folder for one process. Two processes would each believe they are the topics' only writer.</summary>
internal sealed class SqliteFolderLock : IDisposable
{
    public const string FileName = "bulletin.lock";

    private readonly FileStream _file;

    private SqliteFolderLock(FileStream file) => _file = file;

    /// <exception cref="InvalidOperationException">Another process holds the lock, or the folder is not usable; the message says
    /// which.</exception>
    public static SqliteFolderLock Take(string folder)
    {
        try
        {
            SqliteFolder.Prepare(folder);
            var file = new FileStream(Path.Combine(folder, FileName), SqliteFolder.Private(FileMode.OpenOrCreate));
            file.SetLength(0);
            file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"));
            file.Flush();
            return new SqliteFolderLock(file);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"The data folder '{Path.GetFullPath(folder)}' {SqliteFolderFaults.Sentence(folder, refused)}", refused);
        }
    }

    /// <summary>Whether another process holds the lock. Changes nothing.</summary>
    public static bool IsHeld(string folder)
    {
        try
        {
            new FileStream(Path.Combine(folder, FileName), FileMode.Open, FileAccess.Write, FileShare.None).Dispose();
            return false;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return SqliteFolderFaults.IsInUse(refused);
        }
    }

    /// <summary>
    /// The process that has the file open. .NET can't read a locked file, and in another container its number would mean nothing.
    /// </summary>
    /// <returns>Null if it can't be seen from here, or not on this operating system.</returns>
    public static int? Holder(string folder)
    {
        if (!OperatingSystem.IsLinux()) return null;
        var file = Path.GetFullPath(Path.Combine(folder, FileName));
        foreach (var process in System.IO.Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(process), CultureInfo.InvariantCulture, out var id) && id != Environment.ProcessId && HasOpen(process, file)) return id;
        return null;
    }

    private static bool HasOpen(string process, string file)
    {
        try
        {
            return System.IO.Directory.EnumerateFileSystemEntries($"{process}/fd").Any(open => new FileInfo(open).LinkTarget == file);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            // It has ended, or belongs to another user.
            return false;
        }
    }

    public void Dispose() => _file.Dispose();
}
