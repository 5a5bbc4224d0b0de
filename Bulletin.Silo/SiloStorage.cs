using Bulletin.Grains.Storage;

namespace Bulletin.Silo;

/// <summary>Where this process keeps facts: <c>ConnectionStrings:Postgres</c>, or else SQLite in the folder <c>Data</c>.</summary>
internal static class SiloStorage
{
    public static StorageOptions From(IConfiguration configuration) => new()
    {
        PostgresConnectionString = configuration.GetConnectionString("Postgres"),
        DataFolder = Path.GetFullPath(configuration["Data"] is { Length: > 0 } data ? data : "data"),
    };
}
