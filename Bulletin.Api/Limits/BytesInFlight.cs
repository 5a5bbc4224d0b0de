using Bulletin.Api.Http;
using Microsoft.Extensions.Options;

namespace Bulletin.Api.Limits;

/// <summary>
/// The bytes this gateway holds for clients that have not read them yet: large responses, over HTTP and the hub, and queued
/// events. Bounded per user, per address and per gateway, across any number of connections.
/// </summary>
public sealed class BytesInFlight(IOptions<LimitOptions> options)
{
    /// <summary>Responses up to this size are not counted: a connection's own buffers are larger.</summary>
    public const int Small = 32 * 1024;

    /// <summary>How long a response waits for memory.</summary>
    private static readonly TimeSpan ReserveTimeout = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, long> perUser = [];
    private readonly Dictionary<string, long> perAddress = [];
    private readonly LinkedList<Waiter> waiting = [];
    private readonly long most = options.Value.InFlightBytes;
    private readonly long mostPerUser = options.Value.InFlightBytesPerUser;
    private long total;

    /// <summary>The number of bytes reserved now.</summary>
    public long Total
    {
        get
        {
            lock (gate) return total;
        }
    }

    /// <summary>Reserves memory for a response, waiting for it if necessary.</summary>
    /// <returns>Releases the memory when disposed. Null for a response too small to count.</returns>
    /// <exception cref="ProblemException">With <c>unavailable</c>: no memory in time, or too many responses are waiting.</exception>
    public async ValueTask<IDisposable?> Reserve(Receiver receiver, int bytes, CancellationToken cancellationToken)
    {
        if (bytes <= Small) return null;
        Waiter waiter = new(receiver, bytes);
        lock (gate)
        {
            if (Take(receiver, bytes)) return new Lease(this, receiver, bytes);
            if (!MayWait(waiter)) throw new ProblemException(Problems.Unavailable());
            waiting.AddLast(waiter);
        }
        try
        {
            await waiter.Task.WaitAsync(ReserveTimeout, cancellationToken);
            return new Lease(this, receiver, bytes);
        }
        catch (Exception gaveUp) when (gaveUp is TimeoutException or OperationCanceledException)
        {
            bool hasRoom;
            lock (gate) hasRoom = !waiting.Remove(waiter);
            if (hasRoom) Release(receiver, bytes);
            if (gaveUp is TimeoutException) throw new ProblemException(Problems.Unavailable());
            throw;
        }
    }

    /// <summary>
    /// A user gets at most their share, and at most half of what is left, so that some memory always stays for newcomers.
    /// An address gets at most half of the total, across all its accounts.
    /// </summary>
    /// <returns>False if there is no memory. A user who holds none gets it as long as there is any.</returns>
    public bool TryTake(Receiver receiver, int bytes)
    {
        lock (gate) return Take(receiver, bytes);
    }

    public void Release(Receiver receiver, long bytes)
    {
        if (bytes == 0) return;
        lock (gate)
        {
            total -= bytes;
            Subtract(perUser, receiver.UserId, bytes);
            Subtract(perAddress, receiver.Address, bytes);
            Admit();
        }
    }

    private static void Subtract<T>(Dictionary<T, long> shares, T whose, long bytes) where T : notnull
    {
        var left = shares[whose] - bytes;
        if (left > 0) shares[whose] = left;
        else shares.Remove(whose);
    }

    private bool Take(Receiver receiver, int bytes)
    {
        var own = perUser.GetValueOrDefault(receiver.UserId);
        if (own > 0 && own + bytes > Math.Min(mostPerUser, (most - total) / 2) || total > 0 && total + bytes > most) return false;
        var neighbours = perAddress.GetValueOrDefault(receiver.Address);
        if (neighbours > 0 && neighbours + bytes > most / 2) return false;

        perUser[receiver.UserId] = own + bytes;
        perAddress[receiver.Address] = neighbours + bytes;
        total += bytes;
        return true;
    }

    /// <summary>Waiting responses are not rendered yet, but hold their messages in memory. Half as many bytes may wait as may be in flight.</summary>
    private bool MayWait(Waiter newcomer)
    {
        long all = newcomer.Bytes, own = newcomer.Bytes;
        foreach (var waiter in waiting)
        {
            all += waiter.Bytes;
            if (waiter.Receiver.UserId == newcomer.Receiver.UserId) own += waiter.Bytes;
        }
        return all <= most / 2 && own <= mostPerUser / 2;
    }

    /// <summary>Wakes only waiters that get memory: there may be many of them, and memory is released often.</summary>
    private void Admit()
    {
        for (var node = waiting.First; node is not null;)
        {
            var (waiter, next) = (node.Value, node.Next);
            if (Take(waiter.Receiver, waiter.Bytes))
            {
                waiting.Remove(node);
                waiter.SetResult();
            }
            node = next;
        }
    }

    private sealed class Waiter(Receiver receiver, int bytes) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public Receiver Receiver => receiver;

        public int Bytes => bytes;
    }

    private sealed class Lease(BytesInFlight budget, Receiver receiver, int bytes) : IDisposable
    {
        private int disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref disposed, 1) == 0) budget.Release(receiver, bytes);
        }
    }
}
