using Bulletin.Grains.Storage;

namespace Bulletin.Silo;

/// <summary>Where this process stores data: <c>ConnectionStrings:Postgres</c>, otherwise SQLite in the folder <c>Data</c>.</summary>
internal static class SiloStorage
{
    public static StorageOptions From(IConfiguration configuration) => StorageOptions.From(configuration);
}
