namespace Bulletin.Faults.Machines;

/// <summary>All processes on the loopback address: where no namespaces can be made. Links between processes can't be cut.</summary>
internal sealed class Loopback : INetwork
{
    public string Description => "all processes on the loopback address: no links between processes are cut, the database's by the relay in its way";
    public bool CanCut => false;
    public string Outside => "127.0.0.1";
    public string Database => "127.0.0.1";

    public Task<Place> NewPlace(string name) => Task.FromResult(Place.Here);
    public Task CutOff(string from, Place to, Cut how) => throw new NotSupportedException("Loopback cuts no links.");
    public Task<long> Heal() => Task.FromResult(0L);
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
