namespace Bulletin.Bench.Systems;

/// <summary>The peak memory of a process during a task.</summary>
internal sealed class Peak(Running process, int metrics)
{
    private const double Megabyte = 1024 * 1024;

    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(200);

    /// <summary>In MB.</summary>
    public double Resident { get; private set; } = process.ResidentBytes() / Megabyte;

    /// <summary>The garbage collector's committed heap as of its last run, in MB.</summary>
    public double Heap { get; private set; }

    public async Task<T> While<T>(Task<T> goesOn)
    {
        while (!goesOn.IsCompleted && !process.HasEnded)
        {
            await Task.WhenAny(goesOn, Task.Delay(Every));
            await Look();
        }
        return await goesOn;
    }

    public async Task Look()
    {
        if (process.HasEnded) return;
        Resident = Math.Max(Resident, process.ResidentBytes() / Megabyte);
        Heap = Math.Max(Heap, await Metrics.Read(metrics, "dotnet_gc_last_collection_memory_committed_size_bytes") / Megabyte);
    }
}
