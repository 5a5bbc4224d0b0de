using Bulletin.Grains.Storage;
using Orleans.Concurrency;

namespace Bulletin.Grains.Hosting;

/// <summary>Asks the storage of the silo it is called on.</summary>
[StatelessWorker]
internal sealed class StorageHealthGrain(IStorageProbe probe) : Grain, IStorageHealthGrain
{
    public Task Check(CancellationToken cancellationToken) => probe.Check(cancellationToken);
}
