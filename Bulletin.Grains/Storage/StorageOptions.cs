using System.Globalization;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Bulletin.Grains.Storage;

/// <summary>
/// Where data is stored: in Postgres if a connection string is given, otherwise in SQLite, for a single process.
/// </summary>
public sealed class StorageOptions
{
    /// <summary>In Npgsql's format. Anything it leaves unset (timeouts, pool size …) is set to what Bulletin needs.</summary>
    public string? PostgresConnectionString { get; set; }

    /// <summary>The folder of the SQLite file. Created if missing; only one process at a time may use it.</summary>
    public string DataFolder { get; set; } = "data";

    /// <summary>
    /// If the disk of the SQLite file has less free space than this, operations that make the database larger are refused; 0
    /// disables the check.
    /// </summary>
    public long MinFreeBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>Reads <c>ConnectionStrings:Postgres</c>, <c>Data</c> and <c>Storage</c>.</summary>
    /// <exception cref="StartFailedException">A value is invalid; the message names it.</exception>
    public static StorageOptions From(IConfiguration configuration)
    {
        var postgres = configuration.GetConnectionString("Postgres");
        // A missing secret must not result in an empty SQLite database beside the real one.
        if (postgres is not null && string.IsNullOrWhiteSpace(postgres))
            throw new StartFailedException("ConnectionStrings:Postgres is set but empty. Set a value, or remove the setting to use SQLite.");

        StorageOptions options = new() { PostgresConnectionString = postgres, DataFolder = Path.GetFullPath(configuration["Data"] is { Length: > 0 } data ? data : "data") };
        if (configuration["Storage:MinFreeBytes"] is { Length: > 0 } floor)
            options.MinFreeBytes = long.TryParse(floor, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
                ? bytes : throw new StartFailedException("Storage:MinFreeBytes must be a number of bytes, or 0 for no minimum.");
        return options;
    }

    /// <summary>Where that is, for people: never a password.</summary>
    public string Place => UsesPostgres && new NpgsqlConnectionStringBuilder(PostgresConnectionString) is var postgres
        ? $"the Postgres database {postgres.Host}/{postgres.Database}" : $"the folder {DataFolder}";

    internal bool UsesPostgres => !string.IsNullOrWhiteSpace(PostgresConnectionString);
}
