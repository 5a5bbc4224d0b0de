using Bulletin.Grains.Storage.Sql;
using Orleans.Concurrency;

namespace Bulletin.Grains.Cluster;

/// <summary>Checks storage from the silo it is called on.</summary>
[StatelessWorker]
internal sealed class StorageHealthGrain(SqlDatabase database) : Grain, IStorageHealthGrain
{
    public Task Check(CancellationToken cancellationToken) => database.Check(cancellationToken);
}
