using System.Net.Sockets;
using Npgsql;

namespace Bulletin.Grains.Storage.Postgres;

/// <summary>Distinguishes an unavailable database from a bug.</summary>
internal static class PostgresFaults
{
    /// <summary>
    /// The database is unreachable, hangs, is full, is shutting down or refuses the connection. Anything else (an invalid
    /// statement, a missing table, a value that does not fit) is a bug or a missing migration: retrying would hide it, so it
    /// keeps its original exception.
    /// </summary>
    public static bool IsUnavailable(Exception exception) => exception switch
    {
        PostgresException { SqlState: var state } =>
            state is PostgresErrorCodes.ReadOnlySqlTransaction           // a standby: fail-over is under way
                or "25P03"                                               // idle_in_transaction_session_timeout
                or PostgresErrorCodes.InvalidCatalogName                 // the database is not created yet
            || IsContention(exception)
            || state[..2] is "08" or "28" or "53" or "57" or "58" or "XX",
        NpgsqlException or SocketException or IOException or TimeoutException => true,
        // The pool is disposed: the process is shutting down.
        ObjectDisposedException => true,
        _ => false,
    };

    /// <summary>The role is unknown, its password is wrong, or it may not connect from here: at start, a mistake in the settings.</summary>
    public static bool IsRefusedSignIn(Exception exception) => exception is PostgresException { SqlState: ['2', '8', ..] };

    /// <summary>Nothing was written because of a conflict on the same rows; a retry may succeed.</summary>
    public static bool IsContention(Exception exception) => exception is PostgresException
    {
        SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
    };

    public static bool IsUniqueViolation(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };
}
