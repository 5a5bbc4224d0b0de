using System.Collections.Concurrent;

namespace Bulletin.Grains.Personal.Following;

/// <summary>Brings parcels to people's grains.</summary>
internal sealed class PersonalDeliveries(IGrainFactory grains, TimeProvider clock)
{
    private const int CallsAtOnce = 32, PerCall = 100;

    /// <summary>How long a call may take. A person whose silo hangs must not keep the others waiting.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>When no more calls begin. Many may be on the silo that hangs, and others wait for the next round.</summary>
    private static readonly TimeSpan Altogether = TimeSpan.FromSeconds(1);

    /// <returns>The parcels that did not arrive, or perhaps in part, and why; null if there was no time for them.</returns>
    public async Task<IReadOnlyList<(Parcel Parcel, Exception? Reason)>> Send(IReadOnlyList<Parcel> parcels, CancellationToken cancellationToken)
    {
        ConcurrentQueue<(Parcel, Exception?)> failed = new();
        var began = clock.GetTimestamp();
        ParallelOptions options = new() { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(parcels, options, async (parcel, cancellation) =>
        {
            try
            {
                if (!await Send(parcel, began, cancellation)) failed.Enqueue((parcel, null));
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                failed.Enqueue((parcel, e));
            }
        });
        return [.. failed];
    }

    /// <returns>False if there was no time for all of it.</returns>
    private async Task<bool> Send(Parcel parcel, long began, CancellationToken cancellationToken)
    {
        var person = grains.GetGrain<IPersonalGrain>(parcel.UserId);
        foreach (var some in parcel.Deliveries.Chunk(PerCall))
        {
            if (IsLate()) return false;
            await person.Deliver(some, cancellationToken).WaitAsync(Patience, clock, cancellationToken);
        }
        foreach (var some in parcel.Withdrawn.Chunk(PerCall))
        {
            if (IsLate()) return false;
            await person.Withdraw(some, cancellationToken).WaitAsync(Patience, clock, cancellationToken);
        }
        return true;

        bool IsLate() => clock.GetElapsedTime(began) > Altogether;
    }
}
