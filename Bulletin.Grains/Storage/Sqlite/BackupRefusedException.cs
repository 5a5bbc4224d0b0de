namespace Bulletin.Grains.Storage.Sqlite;

/// <summary>A backup was not made, or a file can't be used as a database. The message is a sentence for the operator.</summary>
internal sealed class BackupRefusedException(string message, Exception? inner = null) : Exception(message, inner);
