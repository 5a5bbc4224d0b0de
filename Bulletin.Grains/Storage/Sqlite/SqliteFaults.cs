using Microsoft.Data.Sqlite;

namespace Bulletin.Grains.Storage.Sqlite;

/// <summary>Distinguishes a file that is temporarily unusable from a bug.</summary>
internal static class SqliteFaults
{
    private const int Busy = 5, Locked = 6, NoMemory = 7, ReadOnly = 8, Interrupt = 9, Io = 10, Corrupt = 11, Full = 13,
        CantOpen = 14, Protocol = 15, Constraint = 19, NotADatabase = 26;

    /// <summary>
    /// The file is locked, full, unreadable or gone. Anything else (an invalid statement, a missing table, a value that does
    /// not fit) is a bug: retrying would hide it, so it keeps its original exception.
    /// </summary>
    public static bool IsUnavailable(Exception exception) => exception switch
    {
        SqliteException { SqliteErrorCode: var code } =>
            code is Busy or Locked or NoMemory or ReadOnly or Interrupt or Io or Corrupt or Full or CantOpen or Protocol or NotADatabase,
        IOException or UnauthorizedAccessException or TimeoutException => true,
        // The connections are closed: the process is shutting down.
        ObjectDisposedException => true,
        _ => false,
    };

    /// <summary>No wait makes the file usable: somebody has to repair it, or its permissions.</summary>
    public static bool IsPermanent(SqliteException fault) => fault.SqliteErrorCode is Corrupt or NotADatabase or ReadOnly or CantOpen;

    /// <summary>Says what is wrong with the file, and what to do.</summary>
    public static string Sentence(string file, SqliteException fault) => fault.SqliteErrorCode is Corrupt or NotADatabase
        ? $"the database '{file}' is damaged, or is no SQLite database ({fault.Message}). Restore a backup of it."
        : $"the database '{file}' can't be opened for writing by this user ({fault.Message}). Check the owner and the permissions of this file and of its folder.";

    public static bool IsUniqueViolation(Exception exception) => exception is SqliteException { SqliteErrorCode: Constraint };
}
