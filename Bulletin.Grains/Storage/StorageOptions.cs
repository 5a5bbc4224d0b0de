using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Bulletin.Grains.Storage;

/// <summary>Where facts are kept: in Postgres when a connection string is given, otherwise in SQLite, for one process alone.</summary>
public sealed class StorageOptions
{
    /// <summary>As Npgsql takes it. What it does not set (timeouts, pool size …) is set to what Bulletin needs.</summary>
    public string? PostgresConnectionString { get; set; }

    /// <summary>The folder of the SQLite file. Made when it does not exist; one process at a time may use it.</summary>
    public string DataFolder { get; set; } = "data";

    /// <summary>Below so much free disk under the SQLite file nothing is taken that makes it fuller; 0 for no such floor.</summary>
    public long MinFreeBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>As <c>ConnectionStrings:Postgres</c>, <c>Data</c> and <c>Storage</c> have it.</summary>
    /// <exception cref="StartFailedException">A value makes no sense; the message names it.</exception>
    public static StorageOptions From(IConfiguration configuration)
    {
        var postgres = configuration.GetConnectionString("Postgres");
        // A secret that did not arrive must not become an empty database beside the real one.
        if (postgres is not null && string.IsNullOrWhiteSpace(postgres))
            throw new StartFailedException("ConnectionStrings:Postgres is set but empty. Set a value, or remove the setting to use SQLite.");

        StorageOptions options = new() { PostgresConnectionString = postgres, DataFolder = Path.GetFullPath(configuration["Data"] is { Length: > 0 } data ? data : "data") };
        if (configuration["Storage:MinFreeBytes"] is { Length: > 0 } floor)
            options.MinFreeBytes = long.TryParse(floor, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
                ? bytes : throw new StartFailedException("Storage:MinFreeBytes must be a number of bytes, or 0 for no minimum.");
        return options;
    }

    internal bool UsesPostgres => !string.IsNullOrWhiteSpace(PostgresConnectionString);
}
