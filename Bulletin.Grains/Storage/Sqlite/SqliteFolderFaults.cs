using System.Globalization;

namespace Bulletin.Grains.Storage.Sqlite;

/// <summary>Says why a data folder can't be used, and what to do.</summary>
internal static class SqliteFolderFaults
{
    private const int ReadOnly = 30; // EROFS, on Linux and macOS
    private const int WouldBlockOnLinux = 11, WouldBlockOnMac = 35, SharingViolation = unchecked((int)0x80070020);

    public static bool IsInUse(Exception refused) =>
        refused is IOException { HResult: WouldBlockOnLinux or WouldBlockOnMac or SharingViolation };

    /// <returns>The sentence without its subject, the folder.</returns>
    public static string Sentence(string folder, Exception refused) => refused switch
    {
        _ when IsInUse(refused) => string.Create(CultureInfo.InvariantCulture,
            $"is in use by another Bulletin{(SqliteFolderLock.Holder(folder) is { } holder ? $" (process {holder})" : "")}. Stop that one first. For several processes, use Postgres."),
        _ when File.Exists(folder) => "is a file. Set Data to a folder.",
        { HResult: ReadOnly } => "is on a read-only file system. Set Data to a folder that can be written to.",
        UnauthorizedAccessException when System.IO.Directory.Exists(folder) => $"can't be written to by this user: {refused.Message} Give it, and the files in it, to the user that runs Bulletin.",
        UnauthorizedAccessException => $"does not exist, and this user may not create it: {refused.Message}",
        _ => $"can't be used: {refused.Message}",
    };
}
