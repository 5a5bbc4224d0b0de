using Bulletin.Api.Http;
using Microsoft.Extensions.Options;

namespace Bulletin.Api.Limits;

/// <summary>
/// The bytes this gateway holds for clients that have yet to read them: large answers, over HTTP and the hub, and events that
/// wait behind others. Bounded in sum, for each user, for each address and for the gateway, however many connections share it.
/// </summary>
public sealed class BytesInFlight(IOptions<LimitOptions> options)
{
    /// <summary>Answers up to this size are not counted: what a connection buffers anyway is larger.</summary>
    public const int Small = 32 * 1024;

    /// <summary>How long an answer waits until there is room for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, long> perUser = [];
    private readonly Dictionary<string, long> perAddress = [];
    private readonly LinkedList<Waiter> waiting = [];
    private readonly long most = options.Value.InFlightBytes;
    private readonly long mostPerUser = options.Value.InFlightBytesPerUser;
    private long total;

    /// <summary>How many bytes are taken now.</summary>
    public long Total
    {
        get
        {
            lock (gate) return total;
        }
    }

    /// <summary>Takes room for an answer, as soon as there is some.</summary>
    /// <returns>Gives the room back when disposed; null for an answer that need not be counted.</returns>
    /// <exception cref="ProblemException">With <c>unavailable</c>: there was no room in time, or too many wait for it.</exception>
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
            await waiter.Task.WaitAsync(Patience, cancellationToken);
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
    /// One user may have their share, but no more than half of what is left: however many take all they can, some room stays
    /// for whoever comes next. One address may have half of it all, however many accounts it has made.
    /// </summary>
    /// <returns>False when there is no room. Who has none yet gets it as long as there is any.</returns>
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

    /// <summary>What waits holds its messages in memory, though it is not rendered yet: half as much may wait as may be on its way.</summary>
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

    /// <summary>Only those who get room are woken: many may wait, and room is given back often.</summary>
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
