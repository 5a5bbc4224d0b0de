namespace Bulletin.Grains.Storage;

/// <summary>Where facts are kept: in Postgres when a connection string is given, otherwise in SQLite, for one process alone.</summary>
public sealed class StorageOptions
{
    /// <summary>As Npgsql takes it. What it does not set (timeouts, pool size …) is set to what Bulletin needs.</summary>
    public string? PostgresConnectionString { get; set; }

    /// <summary>The folder of the SQLite file. Made when it does not exist; one process at a time may use it.</summary>
    public string DataFolder { get; set; } = "data";

    internal bool UsesPostgres => !string.IsNullOrWhiteSpace(PostgresConnectionString);
}
