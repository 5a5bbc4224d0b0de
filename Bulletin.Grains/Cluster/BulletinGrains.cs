using Bulletin.Grains.Storage;

namespace Bulletin.Grains.Cluster;

/// <summary>The only wiring of Bulletin's grains and their storage into a silo.</summary>
public static class BulletinGrains
{
    /// <summary>Puts the grains, their storage and the cluster into a silo. Storage has to be migrated before the host starts.</summary>
    public static ISiloBuilder AddBulletinGrains(this ISiloBuilder silo, BulletinClusterOptions cluster, StorageOptions storage)
    {
        silo.Services.AddBulletinStorage(storage);
        silo.Services.AddGrainServices();
        silo.UseBulletinGrainStorage();
        return silo.JoinBulletinCluster(cluster, alone: string.IsNullOrWhiteSpace(storage.PostgresConnectionString));
    }
}
