using Bulletin.Grains.Storage;

namespace Bulletin.Silo;

/// <summary>Where this process keeps facts: <c>ConnectionStrings:Postgres</c>, or else SQLite in the folder <c>Data</c>.</summary>
internal static class SiloStorage
{
    public static StorageOptions From(IConfiguration configuration) => StorageOptions.From(configuration);
}
