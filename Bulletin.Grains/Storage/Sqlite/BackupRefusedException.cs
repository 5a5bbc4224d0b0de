namespace Bulletin.Grains.Storage.Sqlite;

/// <summary>A backup was not made, or a file is not usable as a database. The message is written for the operator.</summary>
internal sealed class BackupRefusedException(string message, Exception? inner = null) : Exception(message, inner);
