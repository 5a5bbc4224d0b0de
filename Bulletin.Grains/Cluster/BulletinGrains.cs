using Bulletin.Grains.Storage;

namespace Bulletin.Grains.Cluster;

/// <summary>The only place that adds Bulletin's grains and their storage to a silo.</summary>
public static class BulletinGrains
{
    /// <summary>
    /// Adds the grains, their storage and the cluster to a silo. Storage must be migrated before the host starts.
    /// </summary>
    public static ISiloBuilder AddBulletinGrains(this ISiloBuilder silo, BulletinClusterOptions cluster, StorageOptions storage)
    {
        silo.Services.AddBulletinStorage(storage);
        silo.Services.AddGrainServices();
        silo.UseBulletinGrainStorage();
        return silo.JoinBulletinCluster(cluster, alone: string.IsNullOrWhiteSpace(storage.PostgresConnectionString));
    }
}
