using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Bulletin.Grains.Storage.Sqlite;

/// <summary>Inspects a SQLite file without changing, creating or locking it, even while a server uses it.</summary>
internal static class SqliteFile
{
    private const int HeaderBytes = 19;
    private const int WriteVersion = 18;
    private const byte RollbackJournal = 1;

    /// <summary>Present in every schema version.</summary>
    private static readonly string[] s_tables = ["bulletin_migrations", "messages", "topics", "users"];

    public static SqliteConnection OpenToRead(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ConnectionString);
        connection.Open();
        return connection;
    }

    public static List<string> Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are our own.
        command.CommandText = sql;
#pragma warning restore CA2100
        var lines = new List<string>();
        using var reader = command.ExecuteReader();
        while (reader.Read()) lines.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
        return lines;
    }

    /// <exception cref="BackupRefusedException">The file is missing or is not a Bulletin database.</exception>
    public static void RequireBulletin(string file)
    {
        if (!File.Exists(file)) throw new BackupRefusedException($"There is no database at '{file}'.");
        try
        {
            using var connection = OpenToRead(file);
            var tables = Read(connection, "SELECT name FROM sqlite_schema WHERE type = 'table'");
            if (s_tables.Except(tables).Any() || Read(connection, "SELECT number FROM bulletin_migrations LIMIT 1").Count == 0)
                throw new BackupRefusedException($"'{file}' does not contain Bulletin's tables.");
        }
        catch (SqliteException unreadable)
        {
            throw new BackupRefusedException($"'{file}' can't be read as a database: {unreadable.Message}", unreadable);
        }
    }

    /// <exception cref="BackupRefusedException">Pages are missing or damaged.</exception>
    public static void RequireIntact(string file)
    {
        try
        {
            using var connection = OpenToRead(file);
            if (Read(connection, "PRAGMA quick_check(1)") is not ["ok"]) throw new BackupRefusedException($"'{file}' is damaged.");
        }
        catch (SqliteException unreadable)
        {
            throw new BackupRefusedException($"'{file}' is damaged: {unreadable.Message}", unreadable);
        }
    }

    /// <summary>Whether the file is a copy that no server has opened. A server switches its file to a write-ahead log.</summary>
    public static bool IsBackup(string file)
    {
        using (var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        {
            Span<byte> header = stackalloc byte[HeaderBytes];
            if (stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes) return false;
            if (!header.StartsWith("SQLite format 3\0"u8) || header[WriteVersion] != RollbackJournal) return false;
        }
        try
        {
            RequireBulletin(file);
            return true;
        }
        catch (BackupRefusedException)
        {
            return false;
        }
    }
}
