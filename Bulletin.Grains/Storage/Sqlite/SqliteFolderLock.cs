using System.Globalization;

namespace Bulletin.Grains.Storage.Sqlite;

/// <summary>Locks a data folder for one process. Two processes would each believe they are the topics' only writer.</summary>
internal sealed class SqliteFolderLock : IDisposable
{
    public const string FileName = "bulletin.lock";

    private readonly FileStream _file;

    private SqliteFolderLock(FileStream file) => _file = file;

    /// <exception cref="InvalidOperationException">Another process holds the lock, or the folder is not writable.</exception>
    public static SqliteFolderLock Take(string folder)
    {
        try
        {
            SqliteFolder.Prepare(folder);
            var file = new FileStream(Path.Combine(folder, FileName), SqliteFolder.Private(FileMode.OpenOrCreate));
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"));
            file.Flush();
            return new SqliteFolderLock(file);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"The data folder '{Path.GetFullPath(folder)}' can't be used: another Bulletin is running on it, or it can't be written to. " +
                "For several processes, use Postgres.", refused);
        }
    }

    public void Dispose() => _file.Dispose();
}
